import type { IncomingMessage, ServerResponse } from "node:http";

// No import: see create-server.ts.
const { STATUS_CODES } = process.getBuiltinModule("node:http");

/** The API's error shape, for what never reaches its handlers. */
export function problemBody(status: number, message: string, requestId: string): string {
  return `${JSON.stringify({ message, code: status, request_id: requestId })}\n`;
}

export type ProblemAnswer = {
  status: number;
  message: string;
  requestId: string;
  json: boolean;
  headers?: Record<string, string>;
};

/** Ends a request with an error. An unread body closes the connection (RFC 9112 9.3). */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message, requestId, json, headers = {} }: ProblemAnswer,
): void {
  const text = json
    ? problemBody(status, message, requestId)
    : `${STATUS_CODES[status]}: ${message}\nRequest id: ${requestId}\n`;
  const hasBody =
    request.headers["transfer-encoding"] !== undefined ||
    Number(request.headers["content-length"] ?? 0) > 0;
  response.writeHead(status, {
    ...headers,
    ...(hasBody ? { connection: "close" } : {}),
    "cache-control": "no-store",
    "content-type": json ? "application/json" : "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}

/** The same as bytes, for a connection whose request could not be read at all. */
export function rawProblem(status: number, message: string, requestId: string): string {
  const body = problemBody(status, message, requestId);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: application/json",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    `X-Request-Id: ${requestId}`,
    ...(status === 405 ? ["Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
