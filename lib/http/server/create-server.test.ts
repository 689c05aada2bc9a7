import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import {
  type RawResponse,
  requestText,
  sendRaw,
  startHttpServer,
} from "#lib/dev/testing/http-server.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

function expectProblem({ status, headers, text }: RawResponse, code: number): void {
  expect(status).toBe(code);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-request-id")).toMatch(UUID);
  expect(JSON.parse(text)).toEqual({
    message: expect.any(String),
    code,
    request_id: headers.get("x-request-id"),
  });
}

test.each([
  ["a bad percent-escape", requestText("GET /api/users/%zz"), 400],
  ["a NUL", requestText("GET /api/users/%00"), 400],
  ["a URL over 8 KiB", requestText(`GET /api/users?q=${"a".repeat(9000)}`), 414],
  ["headers over 16 KiB", requestText("GET /api/users", `X-Long: ${"a".repeat(17_000)}`), 431],
  ["TRACE", requestText("TRACE /api/users"), 405],
  ["CONNECT", requestText("CONNECT 127.0.0.1:80"), 405],
  ["PROPFIND", requestText("PROPFIND /api/users"), 405],
  ["an unknown method", requestText("BREW /api/users"), 400],
  ["bytes that are not HTTP", "hello\r\n\r\n", 400],
  ["an unsupported HTTP version", "GET /api/users HTTP/9.9\r\nHost: x\r\n\r\n", 400],
  [
    "both Content-Length and Transfer-Encoding",
    requestText("POST /api/users", "Content-Length: 3", "Transfer-Encoding: chunked"),
    400,
  ],
  [
    "two Content-Length headers",
    requestText("POST /api/users", "Content-Length: 3", "Content-Length: 4"),
    400,
  ],
  ["a line break in a header", requestText("GET /api/users", "X-A: b\rX-C: d"), 400],
  ["no Host", "GET /api/users HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ["two Hosts", requestText("GET /api/users", "Host: other.example"), 400],
  [
    "a WebSocket upgrade",
    `GET /api/users HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    400,
  ],
  ["an unknown expectation", requestText("GET /api/users", "Expect: miracles"), 417],
  ["a trailing slash", requestText("GET /api/users/"), 404],
])("%s under /api returns a JSON error with a request ID", async (_, bytes, code) => {
  const { port, log } = await startHttpServer();
  expectProblem(await sendRaw(port, bytes), code);
  expect(log.map(({ status }) => status)).toEqual([code]);
});

test("a refused method returns the allowed methods", async () => {
  const { port } = await startHttpServer();
  const methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  for (const method of ["TRACE /api/users", "CONNECT 127.0.0.1:80"]) {
    expect((await sendRaw(port, requestText(method))).headers.get("allow")).toBe(methods);
  }
});

test("a refused page returns plain text with the request ID and the security headers", async () => {
  const { port } = await startHttpServer();
  const { status, headers, text } = await sendRaw(port, requestText("GET /team/%zz"));
  expect(status).toBe(400);
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(text).toContain(headers.get("x-request-id"));
  expect(headers.get("content-security-policy")).toContain("script-src");
});

test("a refusal closes the connection if its body is not read", async () => {
  const { port } = await startHttpServer();
  const bytes = "POST /api/users/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
  expectProblem(await sendRaw(port, bytes), 404);
});

test("invalid bytes after a request add nothing to its answer", async () => {
  const { port } = await startHttpServer({ handle: () => new Promise(() => {}) });
  const bytes = "GET /api/users HTTP/1.1\r\nHost: x\r\n\r\nrubbish\r\n\r\n";
  expect(await sendRaw(port, bytes)).toMatchObject({ status: Number.NaN, text: "" });
});

test("incomplete headers time out with 408 and a closed connection", async () => {
  const { port } = await startHttpServer(
    {},
    { headersMs: 50, requestMs: 60_000, keepAliveMs: 1000 },
  );
  expectProblem(await sendRaw(port, "GET /api/users HTTP/1.1\r\nHost: x\r\n"), 408);
});

test("a connection reset while CONNECT is refused does not end the process", async () => {
  const { port } = await startHttpServer();
  for (let count = 0; count < 5; count += 1) {
    const socket = connect(port, "127.0.0.1");
    socket.write(requestText("CONNECT 127.0.0.1:80"), () => socket.resetAndDestroy());
    await once(socket, "close");
  }
  // An unhandled error fails the run.
  expect((await sendRaw(port, requestText("GET /api/users"))).status).toBe(200);
});

test("answers Expect: 100-continue, which clients with large bodies need", async () => {
  const { port } = await startHttpServer();
  const bytes = requestText("POST /api/users", "Expect: 100-continue", "Content-Length: 0");
  const { status, text } = await sendRaw(port, bytes);
  expect(status).toBe(100);
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
});
