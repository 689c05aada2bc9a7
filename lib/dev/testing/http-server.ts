import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { onTestFinished } from "vitest";
import { createHttpServer, type Timeouts } from "#lib/http/server/create-server.ts";
import type { AccessEntry, RequestHandlerOptions } from "#lib/http/server/request-handler.ts";

/** A server with the request handler on a free port, with its log and errors. */
export type Running = { port: number; server: Server; log: AccessEntry[]; failures: unknown[] };

function echo(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({ url: request.url, headers: request.headers, raw: request.rawHeaders }),
  );
}

/** Starts a server that returns the request as seen by a handler, unless `handle` is given. Stops after the test. */
export async function startHttpServer(
  options: Partial<RequestHandlerOptions> = {},
  timeouts?: Timeouts,
): Promise<Running> {
  const log: AccessEntry[] = [];
  const failures: unknown[] = [];
  const server = createHttpServer(
    {
      trustedProxies: [],
      publicUrl: "http://127.0.0.1:3000",
      securityContact: undefined,
      development: false,
      handle: echo,
      onResponse: (entry) => log.push(entry),
      onError: (error) => failures.push(error),
      ...options,
    },
    timeouts,
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => server.close().closeAllConnections());
  return { port, server, log, failures };
}

/** The answer with parsed headers. */
export type RawResponse = { status: number; headers: Headers; text: string };

/** Sends raw bytes and reads until the server closes the connection. */
export async function sendRaw(port: number, bytes: string): Promise<RawResponse> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  socket.write(bytes);
  await once(socket, "close");
  const [head = "", ...body] = text.split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const [name = "", ...value] = line.split(": ");
      return [name, value.join(": ")];
    }),
  );
  return { status: Number(statusLine.split(" ")[1]), headers, text: body.join("\r\n\r\n") };
}

/** A complete request as bytes; the server closes the connection afterwards. */
export function requestText(line: string, ...headers: string[]): string {
  return [`${line} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ...headers, "", ""].join(
    "\r\n",
  );
}
