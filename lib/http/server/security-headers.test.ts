import { expect, test } from "vitest";
import { requestText, sendRaw, startHttpServer } from "#lib/dev/testing/http-server.ts";

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
    const { port } = await startHttpServer();
    const { headers } = await sendRaw(port, requestText(`GET ${path}`));
    expect(Object.fromEntries(headers)).toMatchObject(COMMON);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.has("strict-transport-security")).toBe(false);
  },
);

test("a page's policy and its handler share a nonce that is unique to the request", async () => {
  const { port } = await startHttpServer();
  const nonces = new Set<string>();
  for (const _ of [1, 2]) {
    const { headers, text } = await sendRaw(port, requestText("GET /team/users"));
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

test("sends HSTS only if the public URL is https", async () => {
  const { port } = await startHttpServer({ publicUrl: "https://roost.example" });
  const { headers } = await sendRaw(port, requestText("GET /"));
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("headers set by a handler do not weaken the security headers", async () => {
  const { port } = await startHttpServer({
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
  const { headers } = await sendRaw(port, requestText("GET /team/users"));
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
])("%s (%s, %i) has Cache-Control %s", async (path, type, status, expected) => {
  const { port } = await startHttpServer({
    handle: (_, response) => {
      response.writeHead(status, { "content-type": type, "cache-control": "public, max-age=60" });
      response.end();
    },
  });
  expect((await sendRaw(port, requestText(`GET ${path}`))).headers.get("cache-control")).toBe(
    expected,
  );
});

test("several cookies set by a handler stay separate", async () => {
  const { port } = await startHttpServer({
    handle: (_, response) => {
      response.writeHead(200, ["set-cookie", "a=1", "set-cookie", "b=2"]).end();
    },
  });
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/session`);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("a preflight allows any origin with a token, never with credentials", async () => {
  const { port } = await startHttpServer();
  const { status, headers } = await sendRaw(
    port,
    requestText("OPTIONS /api/users", "Origin: https://x"),
  );
  expect(status).toBe(204);
  expect(Object.fromEntries(headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
  });
  expect(headers.has("access-control-allow-credentials")).toBe(false);
  const answer = await sendRaw(port, requestText("GET /api/users"));
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  const exposed = answer.headers.get("access-control-expose-headers")?.split(", ");
  expect(exposed).toEqual(expect.arrayContaining(["X-Request-Id", "Token-Expires"]));
});

test.each([
  ["X-Requested-With, X-Request-Id", "X-Requested-With, X-Request-Id"],
  ["authorization,traceparent", "authorization,traceparent"],
  ["x-a: b\u00e9", "Authorization, Content-Type, Idempotency-Key"],
  ["x".repeat(3000), "Authorization, Content-Type, Idempotency-Key"],
])("a preflight for %.40s allows %.40s, without credentials", async (asked, allowed) => {
  const { port } = await startHttpServer();
  const request = requestText(
    "OPTIONS /api/groups",
    "Origin: https://x",
    `Access-Control-Request-Headers: ${asked}`,
  );
  const { status, headers } = await sendRaw(port, request);
  expect([status, headers.get("access-control-allow-headers")]).toEqual([204, allowed]);
  expect(headers.get("vary")).toBe("Access-Control-Request-Headers");
  expect(headers.has("access-control-allow-credentials")).toBe(false);
});

test.each(["/api/auth/session", "/api/auth", "/team/users", "/_next/static/a.js"])(
  "other origins have no access to %s",
  async (path) => {
    const { port } = await startHttpServer();
    for (const method of ["GET", "OPTIONS"]) {
      const { status, headers } = await sendRaw(port, requestText(`${method} ${path}`));
      expect(headers.has("access-control-allow-origin")).toBe(false);
      if (method === "OPTIONS") expect([403, 405]).toContain(status);
    }
  },
);
