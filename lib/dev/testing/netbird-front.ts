import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { answerApi } from "#lib/http/server/api-handler.ts";
import { freshDatabase } from "./database.ts";
import { startHttpServer } from "./http-server.ts";
import type { NetBirdStub } from "./netbird/stub.ts";
import { netbirdBehind } from "./netbird.ts";
import { useTestSettings } from "./seed.ts";
import { seedTeam, type Team } from "./team.ts";

/** What a client gets; `text` is null if the connection broke within the answer. */
export type Received = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert on what the wire holds
  json: any;
};

type Sent = {
  token?: string;
  headers?: Record<string, string>;
  body?: string | object;
  signal?: AbortSignal;
};

/** Roost's API over HTTP, before a stub of a NetBird server. */
export type Front = {
  netbird: NetBirdStub;
  team: Team;
  port: number;
  databaseUrl: string;
  /** Sends a request as the owner unless `token` is given; the path is sent unchanged. */
  send(method: string, path: string, sent?: Sent): Promise<Received>;
};

/** Starts both, with a new database and a team, until the end of the test. */
export async function roostBeforeNetBird(
  ...options: Parameters<typeof netbirdBehind>
): Promise<Front> {
  useTestSettings();
  const { url: databaseUrl } = await freshDatabase();
  const team = await seedTeam();
  const { server: netbird } = await netbirdBehind(...options);
  const { port } = await startHttpServer({ answerApi });
  return {
    ...{ netbird, team, port, databaseUrl },
    send: (method, path, sent = {}) =>
      sendTo(port, method, path, { token: team.owner.token, ...sent }),
  };
}

/** Node sends none with DELETE. */
const lengthOf = (body: string) => ({
  "content-type": "application/json",
  "content-length": String(Buffer.byteLength(body)),
});

/** Sends a request to Roost on a port of this machine. */
export function sendTo(port: number, method: string, path: string, sent: Sent): Promise<Received> {
  const { token, headers = {}, body, signal } = sent;
  const bytes = typeof body === "object" ? JSON.stringify(body) : body;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        ...{ port, path, method, host: "127.0.0.1", ...(signal ? { signal } : {}) },
        headers: {
          ...(token ? { authorization: `Token ${token}` } : {}),
          ...(bytes === undefined ? {} : lengthOf(bytes)),
          ...headers,
        },
      },
      async (response) => {
        const received = await text(response).catch(() => null);
        const { statusCode = 0, headers: answered } = response;
        const isJson = answered["content-type"]?.startsWith("application/json") && received;
        const json = isJson ? JSON.parse(received) : undefined;
        resolve({ status: statusCode, headers: answered, text: received, json });
      },
    );
    request.on("error", reject).end(bytes);
  });
}
