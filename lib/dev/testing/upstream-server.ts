import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { type Connection, connectTo } from "#lib/netbird/connection.ts";

/** A request that reached the server. */
type Arrived = Pick<IncomingMessage, "method" | "url" | "headers"> & { body: string };

export const UPSTREAM_TOKEN = "nbp_of-the-broker-only";

type Respond = (response: ServerResponse, arrived: Arrived) => unknown;

/** A plain HTTP server in the place of NetBird until the end of the test. */
export async function startUpstream(
  respond: Respond,
  timeouts?: Parameters<typeof connectTo>[1],
): Promise<{ connection: Connection; arrived: Arrived[]; url: string }> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const one = { method, url, headers, body: (await buffer(request)).toString() };
    arrived.push(one);
    respond(response, one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection = connectTo({ url, token: UPSTREAM_TOKEN, ca: undefined }, timeouts);
  onTestFinished(async () => {
    await connection.close();
    server.close().closeAllConnections();
  });
  return { connection, arrived, url };
}

/** Answers with this JSON. */
export function respondJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json", "x-request-id": "xid" });
  response.end(JSON.stringify(body));
}
