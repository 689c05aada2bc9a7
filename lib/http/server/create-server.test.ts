import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createHttpServer, type Timeouts } from "./create-server.ts";
import type { AccessEntry, DoorOptions } from "./door.ts";

type Running = { port: number; server: Server; log: AccessEntry[]; failures: unknown[] };

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close().closeAllConnections();
});

/** Answers with what a handler behind the door gets to see. */
function echo(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({ url: request.url, headers: request.headers, raw: request.rawHeaders }),
  );
}

async function start(options: Partial<DoorOptions> = {}, timeouts?: Timeouts): Promise<Running> {
  const log: AccessEntry[] = [];
  const failures: unknown[] = [];
  const server = createHttpServer(
    {
      trustedProxies: [],
      publicUrl: "http://127.0.0.1:3000",
      development: false,
      handle: echo,
      served: (entry) => log.push(entry),
      failed: (error) => failures.push(error),
      ...options,
    },
    timeouts,
  );
  running.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on an address and a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { port, server, log, failures };
}

type Answer = { status: number; headers: Headers; text: string };

/** Sends bytes as they are and reads until the server closes the connection. */
async function raw(port: number, bytes: string): Promise<Answer> {
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

function request(line: string, ...headers: string[]): string {
  return [`${line} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ...headers, "", ""].join(
    "\r\n",
  );
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

function expectProblem({ status, headers, text }: Answer, code: number): void {
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
  ["a bad percent-escape", request("GET /api/users/%zz"), 400],
  ["a NUL", request("GET /api/users/%00"), 400],
  ["a URL over 8 KiB", request(`GET /api/users?q=${"a".repeat(9000)}`), 414],
  ["headers over 16 KiB", request("GET /api/users", `X-Long: ${"a".repeat(17_000)}`), 431],
  ["TRACE", request("TRACE /api/users"), 405],
  ["CONNECT", request("CONNECT 127.0.0.1:80"), 405],
  ["PROPFIND", request("PROPFIND /api/users"), 405],
  ["a method nobody knows", request("BREW /api/users"), 400],
  ["no HTTP at all", "hello\r\n\r\n", 400],
  ["a wrong HTTP version", "GET /api/users HTTP/9.9\r\nHost: x\r\n\r\n", 400],
  [
    "a length beside a transfer encoding",
    request("POST /api/users", "Content-Length: 3", "Transfer-Encoding: chunked"),
    400,
  ],
  ["two lengths", request("POST /api/users", "Content-Length: 3", "Content-Length: 4"), 400],
  ["a line break in a header", request("GET /api/users", "X-A: b\rX-C: d"), 400],
  ["no Host", "GET /api/users HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ["two Hosts", request("GET /api/users", "Host: other.example"), 400],
  [
    "a WebSocket",
    `GET /api/users HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    400,
  ],
  ["an unknown expectation", request("GET /api/users", "Expect: miracles"), 417],
  ["a trailing slash", request("GET /api/users/"), 404],
])("%s under /api is refused as JSON with a request id", async (_, bytes, code) => {
  const { port, log } = await start();
  expectProblem(await raw(port, bytes), code);
  expect(log.map(({ status }) => status)).toEqual([code]);
});

test("a refused method is told which there are", async () => {
  const { port } = await start();
  const methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  for (const method of ["TRACE /api/users", "CONNECT 127.0.0.1:80"]) {
    expect((await raw(port, request(method))).headers.get("allow")).toBe(methods);
  }
});

test("a refused page is told in plain text, with the request id and the security headers", async () => {
  const { port } = await start();
  const { status, headers, text } = await raw(port, request("GET /team/%zz"));
  expect(status).toBe(400);
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(text).toContain(headers.get("x-request-id"));
  expect(headers.get("content-security-policy")).toContain("script-src");
});

test("a refusal ends a connection whose body nobody reads", async () => {
  const { port } = await start();
  const bytes = "POST /api/users/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
  expectProblem(await raw(port, bytes), 404);
});

test("bytes that are no request never end up inside the answer to the one before", async () => {
  const { port } = await start({ handle: () => new Promise(() => {}) });
  const bytes = "GET /api/users HTTP/1.1\r\nHost: x\r\n\r\nrubbish\r\n\r\n";
  expect(await raw(port, bytes)).toMatchObject({ status: Number.NaN, text: "" });
});

test("a request that never ends its headers is told and disconnected", async () => {
  const { port } = await start({}, { headersMs: 50, requestMs: 50, keepAliveMs: 1000 });
  expectProblem(await raw(port, "GET /api/users HTTP/1.1\r\nHost: x\r\n"), 408);
});

test("100-continue is honoured, as clients with large bodies need it", async () => {
  const { port } = await start();
  const bytes = request("POST /api/users", "Expect: 100-continue", "Content-Length: 0");
  const { status, text } = await raw(port, bytes);
  expect(status).toBe(100);
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
});

test("a doubled slash reaches the same handler", async () => {
  const { port } = await start();
  const { text } = await raw(port, request("GET //api//users?a=//b"));
  expect(JSON.parse(text).url).toBe("/api/users?a=//b");
});

const FORGED = [
  "X-Forwarded-For: 203.0.113.9",
  "X-Forwarded-Host: evil.example",
  "X-Forwarded-Proto: https",
  "Forwarded: for=203.0.113.9",
  "X-Real-IP: 203.0.113.9",
  "X-Request-Id: forged-id",
  "X-Roost-Client-Address: 203.0.113.9",
  "X-Roost-Nonce: forged",
  "Content-Security-Policy: script-src 'nonce-forged'",
  "Content-Security-Policy-Report-Only: script-src 'nonce-forged'",
  "X-Middleware-Subrequest: middleware",
  "X-Middleware-Rewrite: /api/setup",
  "X-Invoke-Path: /api/setup",
  "X-Nextjs-Rewrite: /api/setup",
  "X-Matched-Path: /api/setup",
];

test("a client's forged headers never reach a handler, in either form", async () => {
  const { port } = await start();
  const { headers, text } = await raw(port, request("GET /api/users", ...FORGED));
  const seen = JSON.parse(text);
  expect(text).not.toMatch(/203\.0\.113\.9|evil|forged|middleware|\/api\/setup/);
  expect(seen.headers["x-roost-client-address"]).toBe("127.0.0.1");
  expect(seen.headers["x-request-id"]).toBe(headers.get("x-request-id"));
  const names = Object.keys(seen.headers).filter((name) => /^x-|forwarded|security/.test(name));
  expect(names.sort()).toEqual([
    "content-security-policy",
    "x-request-id",
    "x-roost-client-address",
    "x-roost-nonce",
  ]);
  expect(seen.raw.filter((_: string, at: number) => at % 2 === 0)).toEqual([
    "Host",
    "Connection",
    ...["x-request-id", "x-roost-client-address", "x-roost-nonce", "content-security-policy"],
  ]);
});

test("the headers of the framework's own browser code pass", async () => {
  const { port } = await start();
  const own = ["rsc: 1", "next-router-state-tree: x", "next-url: /team/users"];
  const { text } = await raw(port, request("GET /team/users", ...own));
  expect(JSON.parse(text).headers).toMatchObject({ rsc: "1", "next-url": "/team/users" });
});

test("a trusted proxy tells the address and the request id, and nothing else", async () => {
  const { port, log } = await start({ trustedProxies: ["127.0.0.0/8"] });
  const { headers, text } = await raw(port, request("GET /api/users", ...FORGED));
  const seen = JSON.parse(text).headers;
  expect(seen["x-roost-client-address"]).toBe("203.0.113.9");
  expect(seen["x-request-id"]).toBe("forged-id");
  expect(headers.get("x-request-id")).toBe("forged-id");
  expect(text).not.toMatch(/evil|x-forwarded|x-real-ip|middleware/);
  expect(log[0]).toMatchObject({ clientAddress: "203.0.113.9", requestId: "forged-id" });
});

test.each(["a b", "x".repeat(129), "<script>", "-x", ""])(
  "even a trusted proxy's request id %j is replaced if it is odd",
  async (id) => {
    const { port } = await start({ trustedProxies: ["127.0.0.1"] });
    const { headers } = await raw(port, request("GET /api/users", `X-Request-Id: ${id}`));
    expect(headers.get("x-request-id")).toMatch(UUID);
  },
);

const COMMON = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

test.each(["/", "/team/users", "/api/users", "/api/users/%zz", "/_next/static/a.js"])(
  "%s answers with every security header",
  async (path) => {
    const { port } = await start();
    const { headers } = await raw(port, request(`GET ${path}`));
    expect(Object.fromEntries(headers)).toMatchObject(COMMON);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.has("strict-transport-security")).toBe(false);
  },
);

test("a page's policy and its handler share a nonce that no other request has", async () => {
  const { port } = await start();
  const nonces = new Set<string>();
  for (const _ of [1, 2]) {
    const { headers, text } = await raw(port, request("GET /team/users"));
    const seen = JSON.parse(text).headers;
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toBe(seen["content-security-policy"]);
    expect(policy).toContain(
      `script-src 'self' 'nonce-${seen["x-roost-nonce"]}' 'strict-dynamic';`,
    );
    expect(Buffer.from(seen["x-roost-nonce"], "base64")).toHaveLength(16);
    nonces.add(seen["x-roost-nonce"]);
  }
  expect(nonces.size).toBe(2);
});

test("browsers are told to insist on https only where the public address has it", async () => {
  const { port } = await start({ publicUrl: "https://roost.example" });
  const { headers } = await raw(port, request("GET /"));
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("what a handler sets does not weaken the door's headers", async () => {
  const { port } = await start({
    handle: (_, response) => {
      response.setHeader("content-security-policy", "default-src *");
      response.setHeader("cache-control", "public, max-age=60");
      response.writeHead(200, {
        "x-frame-options": "ALLOWALL",
        "x-powered-by": "it",
        "x-own": "1",
      });
      response.end();
    },
  });
  const { headers } = await raw(port, request("GET /team/users"));
  expect(headers.get("content-security-policy")).toContain("script-src");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.has("x-powered-by")).toBe(false);
  expect(headers.get("x-own")).toBe("1");
});

test.each([
  ["/_next/static/a.js", "text/javascript", 200, "public, max-age=60"],
  ["/_next/static/a.js", "text/html", 404, "no-store"],
  ["/icon.svg", "image/svg+xml", 200, "public, max-age=60"],
  ["/team/users", "text/html", 200, "no-store"],
  ["/team/users", "text/x-component", 200, "no-store"],
  ["/api/users", "application/json", 200, "no-store"],
])("%s (%s, %i) is stored as: %s", async (path, type, status, expected) => {
  const { port } = await start({
    handle: (_, response) => {
      response.writeHead(status, { "content-type": type, "cache-control": "public, max-age=60" });
      response.end();
    },
  });
  expect((await raw(port, request(`GET ${path}`))).headers.get("cache-control")).toBe(expected);
});

test("several cookies that a handler sets stay apart", async () => {
  const { port } = await start({
    handle: (_, response) => {
      response.writeHead(200, ["set-cookie", "a=1", "set-cookie", "b=2"]).end();
    },
  });
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/session`);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("a preflight is answered for every caller with a token, never with credentials", async () => {
  const { port } = await start();
  const { status, headers } = await raw(port, request("OPTIONS /api/users", "Origin: https://x"));
  expect(status).toBe(204);
  expect(Object.fromEntries(headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
  });
  expect(headers.has("access-control-allow-credentials")).toBe(false);
  const answer = await raw(port, request("GET /api/users"));
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-expose-headers")).toContain("X-Request-Id");
});

test.each(["/api/auth/session", "/api/auth", "/team/users", "/_next/static/a.js"])(
  "other origins have no access to %s",
  async (path) => {
    const { port } = await start();
    for (const method of ["GET", "OPTIONS"]) {
      const { status, headers } = await raw(port, request(`${method} ${path}`));
      expect(headers.has("access-control-allow-origin")).toBe(false);
      if (method === "OPTIONS") expect([403, 405]).toContain(status);
    }
  },
);

test("a handler that throws gives a bland 500 under the request's id", async () => {
  const { port, failures } = await start({
    handle: () => {
      throw new Error("the disk is full");
    },
  });
  const answer = await raw(port, request("GET /api/users"));
  expectProblem(answer, 500);
  expect(answer.text).not.toContain("disk");
  expect(String(failures)).toContain("the disk is full");
});

test("a handler that throws in the middle of its answer loses the connection", async () => {
  const { port, log } = await start({
    handle: async (_, response) => {
      response.writeHead(200, { "content-length": "10" });
      await new Promise<void>((done) => response.write("half", () => done()));
      throw new Error("gone");
    },
  });
  expect((await raw(port, request("GET /api/users"))).text).toBe("half");
  await expect.poll(() => log).toMatchObject([{ status: 200, aborted: true }]);
});

test("the access log has a request's template and never its URL", async () => {
  const { port, log } = await start();
  const secret = "nbi_AbCdEfGhIj0123456789abcdefghij012345";
  const { headers } = await raw(port, request(`GET /invite/${secret}?q=${secret}`));
  expect(log).toEqual([
    {
      requestId: headers.get("x-request-id"),
      method: "GET",
      route: "/invite/{token}",
      status: 200,
      durationMs: expect.any(Number),
      clientAddress: "127.0.0.1",
    },
  ]);
});

test("a client that goes away is logged as such", async () => {
  const { port, log } = await start({ handle: () => new Promise(() => {}) });
  const socket = connect(port, "127.0.0.1");
  socket.write(request("GET /api/users"));
  await once(socket, "ready");
  const [server] = running;
  await once(server ?? socket, "request");
  socket.destroy();
  await expect.poll(() => log).toMatchObject([{ route: "/api/users", aborted: true }]);
});
