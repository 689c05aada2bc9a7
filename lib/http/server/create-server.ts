import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { rawProblem } from "./problem-answer.ts";
import { createRequestHandler, type RequestHandlerOptions } from "./request-handler.ts";
import { unreadableReason } from "./unreadable.ts";

// An import would evaluate every export of node:http, among them fetch and WebSocket, and delay the start.
const { createServer } = process.getBuiltinModule("node:http");

/** How long a slow or idle client may hold a connection, in milliseconds. */
export type Timeouts = { headersMs: number; requestMs: number; keepAliveMs: number };

// Longer than the 60 s of common proxies, so that the proxy closes an idle connection first.
const TIMEOUTS: Timeouts = { headersMs: 15_000, requestMs: 60_000, keepAliveMs: 72_000 };
const HEADERS_MAX_BYTES = 16 * 1024;

/**
 * The HTTP server behind whose handleRequest `handle` answers. What cannot be read as a request gets JSON
 * and loses its connection.
 */
export function createHttpServer(
  options: RequestHandlerOptions,
  timeouts: Timeouts = TIMEOUTS,
): Server {
  const handleRequest = createRequestHandler(options);
  const answering = new WeakMap<Duplex, number>();
  const server = createServer(
    {
      maxHeaderSize: HEADERS_MAX_BYTES,
      // The handler checks the Host header itself, so that its absence is a JSON error.
      requireHostHeader: false,
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: Math.min(timeouts.headersMs, 5000),
    },
    (request, response) => {
      const { socket } = request;
      answering.set(socket, (answering.get(socket) ?? 0) + 1);
      response.once("close", () => answering.set(socket, (answering.get(socket) ?? 1) - 1));
      void handleRequest(request, response);
    },
  );
  const endUnread = (socket: Duplex, status: number, message: string) => {
    // Bytes in the middle of another answer would corrupt it.
    if (!socket.writable || (answering.get(socket) ?? 0) > 0) {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    const clientAddress = "remoteAddress" in socket ? String(socket.remoteAddress) : "unknown";
    const what = { method: "?", route: "unreadable", durationMs: 0 };
    options.onResponse({ requestId, ...what, status, clientAddress });
    socket.end(rawProblem(status, message, requestId), () => socket.destroy());
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "HPE_HEADER_OVERFLOW") endUnread(socket, 431, "the headers are too long");
    else if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") {
      endUnread(socket, 408, "the request took too long");
    } else endUnread(socket, 400, unreadableReason(error));
  });
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => {
    // Node takes its own listener off: without one, a client that resets would end the process.
    socket.on("error", () => socket.destroy());
    endUnread(socket, 405, "method CONNECT is not allowed here");
  });
  // The handleRequest refuses it, as it does everything that it can read.
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
    void handleRequest(request, response);
  });
  return server;
}
