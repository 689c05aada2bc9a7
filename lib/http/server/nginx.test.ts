import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "#lib/dev/testing/free-port.ts";
import { documentedServer, type RunningProxy, startNginx } from "#lib/dev/testing/nginx.ts";
import { createHttpServer } from "./create-server.ts";

/* The proxy configuration of docs/operations.md in a real nginx. */

const roost = createHttpServer({
  trustedProxies: ["127.0.0.1"],
  publicUrl: "https://roost.example.com",
  securityContact: undefined,
  development: false,
  handle: (request, response) => {
    const { host, "x-roost-client-address": address, "x-request-id": id } = request.headers;
    response.end(JSON.stringify({ host, address, id }));
  },
  onResponse: () => {},
  onError: () => {},
});
let nginx: RunningProxy;
let url: string;

beforeAll(async () => {
  roost.listen(0, "127.0.0.1");
  await once(roost, "listening");
  const port = await freePort();
  url = `http://127.0.0.1:${port}/api/users`;
  // A server that listens on a port has an AddressInfo.
  const { port: upstream } = roost.address() as AddressInfo;
  const server = documentedServer(port).replaceAll("127.0.0.1:3000", `127.0.0.1:${upstream}`);
  nginx = await startNginx(server, url);
});

afterAll(async () => {
  await nginx.stop();
  roost.close();
});

test("the documented nginx overwrites the address and the request ID that a client claims", async () => {
  const answer = await fetch(url, {
    headers: { "x-forwarded-for": "203.0.113.9", "x-request-id": "chosen-by-the-client" },
  });
  const seen = await answer.json();
  expect(seen.address).toBe("127.0.0.1");
  expect(seen.id).toMatch(/^[0-9a-f]{32}$/);
  expect(answer.headers.get("x-request-id")).toBe(seen.id);
});

test("the documented nginx refuses a body over 1 MiB and does not compress API answers", async () => {
  const large = await fetch(url, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
  expect(large.status).toBe(413);
  const answer = await fetch(url, { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers.get("content-encoding")).toBeNull();
});
