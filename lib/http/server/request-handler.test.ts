import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { requestText, sendRaw, startHttpServer } from "#lib/dev/testing/http-server.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test("a doubled slash reaches the same handler", async () => {
  const { port } = await startHttpServer();
  const { text } = await sendRaw(port, requestText("GET //api//users?a=//b"));
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

test("forged headers never reach a handler, raw or parsed", async () => {
  const { port } = await startHttpServer();
  const { headers, text } = await sendRaw(port, requestText("GET /api/users", ...FORGED));
  const seen = JSON.parse(text);
  expect(text).not.toMatch(/203\.0\.113\.9|evil|forged|middleware|\/api\/setup/);
  expect(seen.headers["x-roost-client-address"]).toBe("127.0.0.1");
  expect(seen.headers["x-request-id"]).toBe(headers.get("x-request-id"));
  const names = Object.keys(seen.headers).filter((name) => /^x-|forwarded|security/.test(name));
  expect(names.sort()).toEqual([
    "content-security-policy",
    "x-request-id",
    "x-roost-client-address",
    "x-roost-forwarded",
    "x-roost-nonce",
  ]);
  expect(seen.raw.filter((_: string, at: number) => at % 2 === 0)).toEqual([
    "Host",
    "Connection",
    ...["x-request-id", "x-roost-client-address", "x-roost-forwarded"],
    ...["x-roost-nonce", "content-security-policy"],
  ]);
});

test("a request counts as forwarded unless trusted proxies vouch for its whole way", async () => {
  const forwarded = async (trustedProxies: string[], ...headers: string[]) => {
    const { port } = await startHttpServer({ trustedProxies });
    const { text } = await sendRaw(port, requestText("GET /api/users", ...headers));
    return JSON.parse(text).headers["x-roost-forwarded"];
  };
  const proxy = ["127.0.0.1"];
  expect(await forwarded([], "X-Roost-Forwarded: 1")).toBeUndefined();
  expect(await forwarded([], "X-Forwarded-Proto: https")).toBe("1");
  expect(await forwarded(proxy, "X-Forwarded-For: 203.0.113.9")).toBeUndefined();
  expect(await forwarded(proxy, "X-Forwarded-For: 198.51.100.1, 203.0.113.9")).toBe("1");
  expect(await forwarded(proxy)).toBeUndefined();
  expect(await forwarded(proxy, "X-Real-IP: 203.0.113.9")).toBe("1");
  expect(await forwarded(proxy, "Forwarded: for=203.0.113.9")).toBe("1");
  const both = ["X-Real-IP: 203.0.113.9", "X-Forwarded-For: 203.0.113.9"];
  expect(await forwarded(proxy, ...both)).toBeUndefined();
});

test("the framework's client headers reach pages, not the API", async () => {
  const { port } = await startHttpServer();
  const own = ["rsc: 1", "next-router-state-tree: x", "next-url: /team/users"];
  const page = await sendRaw(port, requestText("GET /team/users", ...own));
  expect(JSON.parse(page.text).headers).toMatchObject({ rsc: "1", "next-url": "/team/users" });
  const api = await sendRaw(port, requestText("GET /api/users", ...own));
  expect(api.text).not.toMatch(/rsc|next-/);
});

test("a trusted proxy sets only the address and the request ID", async () => {
  const { port, log } = await startHttpServer({ trustedProxies: ["127.0.0.0/8"] });
  const { headers, text } = await sendRaw(port, requestText("GET /api/users", ...FORGED));
  const seen = JSON.parse(text).headers;
  expect(seen["x-roost-client-address"]).toBe("203.0.113.9");
  expect(seen["x-request-id"]).toBe("forged-id");
  expect(headers.get("x-request-id")).toBe("forged-id");
  expect(text).not.toMatch(/evil|x-forwarded|x-real-ip|middleware/);
  expect(log[0]).toMatchObject({ clientAddress: "203.0.113.9", requestId: "forged-id" });
});

test.each(["a b", "x".repeat(129), "<script>", "-x", ""])(
  "replaces the malformed request ID %j even of a trusted proxy",
  async (id) => {
    const { port } = await startHttpServer({ trustedProxies: ["127.0.0.1"] });
    const { headers } = await sendRaw(port, requestText("GET /api/users", `X-Request-Id: ${id}`));
    expect(headers.get("x-request-id")).toMatch(UUID);
  },
);

test("a handler that throws returns a generic 500 with the request ID", async () => {
  const { port, failures } = await startHttpServer({
    handle: () => {
      throw new Error("the disk is full");
    },
  });
  const { status, headers, text } = await sendRaw(port, requestText("GET /api/users"));
  expect(status).toBe(500);
  expect(JSON.parse(text)).toEqual({
    message: "internal server error",
    code: 500,
    request_id: headers.get("x-request-id"),
  });
  expect(String(failures)).toContain("the disk is full");
});

test("a handler that throws after the headers closes the connection", async () => {
  const { port, log } = await startHttpServer({
    handle: async (_, response) => {
      response.writeHead(200, { "content-length": "10" });
      await new Promise<void>((done) => response.write("half", () => done()));
      throw new Error("gone");
    },
  });
  expect((await sendRaw(port, requestText("GET /api/users"))).text).toBe("half");
  await expect.poll(() => log).toMatchObject([{ status: 200, aborted: true }]);
});

test("the access log contains the route template and never the URL", async () => {
  const { port, log } = await startHttpServer();
  const secret = "nbi_AbCdEfGhIj0123456789abcdefghij012345";
  const { headers } = await sendRaw(port, requestText(`GET /invite/${secret}?q=${secret}`));
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

test("the log marks a request that its client aborted", async () => {
  const { port, log, server } = await startHttpServer({ handle: () => new Promise(() => {}) });
  const socket = connect(port, "127.0.0.1");
  socket.write(requestText("GET /api/users"));
  await once(socket, "ready");
  await once(server, "request");
  socket.destroy();
  await expect.poll(() => log).toMatchObject([{ route: "/api/users", aborted: true }]);
});

test("a URL of NetBird's dashboard redirects to its page with the usual headers", async () => {
  const { port } = await startHttpServer();
  const { status, headers } = await sendRaw(port, requestText("GET /team/user?id=a1"));
  expect(status).toBe(307);
  expect(headers.get("location")).toBe("/team/users/a1");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  const posted = await sendRaw(port, requestText("POST /team/user?id=a1"));
  expect(posted.headers.get("location")).toBeNull();
});

test("forwarded headers are reported only for untrusted peers", async () => {
  const received: string[] = [];
  const unknownProxy = (peer: string) => received.push(peer);
  const open = await startHttpServer({ onUnknownProxy: unknownProxy });
  const send = (port: number, ...headers: string[]) =>
    sendRaw(port, requestText("GET /api/x", ...headers));
  await send(open.port);
  expect(received).toEqual([]);
  await send(open.port, "X-Forwarded-For: 203.0.113.7");
  await send(open.port, "Forwarded: for=203.0.113.7");
  await send(open.port, "X-Forwarded-Proto: https");
  await send(open.port, "X-Real-IP: 203.0.113.7");
  expect(received).toEqual(Array(4).fill("127.0.0.1"));
  const trusting = await startHttpServer({
    onUnknownProxy: unknownProxy,
    trustedProxies: ["127.0.0.0/8"],
  });
  await send(trusting.port, "X-Forwarded-For: 203.0.113.7");
  expect(received).toHaveLength(4);
});
