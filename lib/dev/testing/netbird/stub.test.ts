import { request } from "node:http";
import { expect, test } from "vitest";
import { netbirdApi } from "#lib/contract/netbird-api.ts";
import { netbirdServer } from "../netbird.ts";
import { faults, redirectTo } from "./faults.ts";
import { addToken, addUser, type NetBirdUser } from "./state.ts";
import type { NetBirdStub } from "./stub.ts";

type Sent = { as?: string; body?: object | string };

async function call(server: NetBirdStub, method: string, path: string, given: Sent = {}) {
  const { as = server.brokerToken, body } = given;
  const answer = await fetch(`${server.url}${path}`, {
    method,
    redirect: "manual",
    headers: { authorization: `Token ${as}` },
    ...(body ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { answer, status: answer.status, text, body: isJson ? JSON.parse(text) : null };
}

function member(server: NetBirdStub, given: Partial<NetBirdUser>) {
  const user = addUser(server.state, given);
  return { user, ...addToken(server.state, user) };
}

const SERVICE_USER = { name: "roost: ci", role: "user", auto_groups: [], is_service_user: true };

test("a service user of role user reads everything except itself, and writes nothing", async () => {
  const server = await netbirdServer();
  const { text: as } = member(server, { role: "user" });
  for (const row of netbirdApi) {
    if (row.module === null || row.path.endsWith("/validate")) continue;
    const path = row.path.replaceAll(/\{[^}]+\}/g, "x");
    const { status } = await call(server, row.method, path, {
      as,
      body: row.method === "GET" ? "" : "{}",
    });
    const reads = row.operation === "read";
    if (reads) expect(status, path).not.toBe(403);
    else expect([400, 403, 422], `${row.method} ${path}`).toContain(status);
  }
  expect((await call(server, "GET", "/api/users/current", { as })).status).toBe(403);
  expect(server.state.events).toEqual([]);
});

test("a person reads what the role grants, and only itself in the list of users", async () => {
  const server = await netbirdServer();
  const { text: as, user } = member(server, { role: "user", isServiceUser: false });
  expect((await call(server, "GET", "/api/peers", { as })).status).toBe(403);
  const { body } = await call(server, "GET", "/api/users", { as });
  expect(body).toMatchObject([{ id: user.id, is_current: true, is_service_user: false }]);
});

test("roles write what the matrix grants, and events name who did it", async () => {
  const server = await netbirdServer();
  const network = member(server, { role: "network_admin", name: "roost: net" });
  const route = { name: "n", description: "" };
  expect(
    (await call(server, "POST", "/api/networks", { as: network.text, body: route })).status,
  ).toBe(200);
  const key = { name: "k", type: "one-off", expires_in: 86_400, auto_groups: [], usage_limit: 1 };
  const refused = await call(server, "POST", "/api/setup-keys", { as: network.text, body: key });
  expect(refused.body).toEqual({ message: "permission denied", code: 403 });
  expect((await call(server, "POST", "/api/setup-keys", { body: key })).status).toBe(200);
  const { body: events } = await call(server, "GET", "/api/events/audit");
  expect(events).toMatchObject([
    { activity_code: "setupkey.add", initiator_id: server.broker.id },
    { activity_code: "networks.create", initiator_name: "roost: net" },
  ]);
});

test("an admin creates a service user and its token, which then works until it is deleted", async () => {
  const server = await netbirdServer();
  const { body: user } = await call(server, "POST", "/api/users", { body: SERVICE_USER });
  const path = `/api/users/${user.id}/tokens`;
  expect((await call(server, "POST", path, { body: { name: "a", expires_in: 366 } })).status).toBe(
    422,
  );
  const { body: made } = await call(server, "POST", path, { body: { name: "a", expires_in: 1 } });
  const as = made.plain_token;
  expect((await call(server, "GET", "/api/groups", { as })).status).toBe(200);
  const [token] = (await call(server, "GET", path)).body;
  expect(token).toMatchObject({ name: "a", last_used: expect.any(String) });
  await call(server, "DELETE", `${path}/${token.id}`);
  expect((await call(server, "GET", "/api/groups", { as })).body).toEqual({
    message: expect.stringMatching(/^invalid token: pat: .* not found$/),
    code: 404,
  });
  expect((await call(server, "GET", path)).text).toBe("null\n");
});

test("refuses unknown, expired and blocked credentials as NetBird does", async () => {
  const server = await netbirdServer();
  const user = addUser(server.state, {});
  const expired = addToken(server.state, user, { days: -1 });
  expect((await call(server, "GET", "/api/peers", { as: "nonsense" })).body.message).toBe(
    "token invalid",
  );
  expect((await call(server, "GET", "/api/peers", { as: expired.text })).status).toBe(401);
  const { text: as } = addToken(server.state, user);
  user.isBlocked = true;
  expect((await call(server, "GET", "/api/peers", { as })).body).toEqual({
    message: "failed to validate user permissions: user is blocked",
    code: 403,
  });
  expect((await call(server, "GET", "/api/instance/version", { as })).status).toBe(200);
});

test("stores objects by the paths of the table, and plants the secrets of their answers", async () => {
  const server = await netbirdServer();
  const zone = {
    name: "z",
    domain: "example.com",
    enabled: true,
    enable_search_domain: false,
    distribution_groups: [],
  };
  const { body: made } = await call(server, "POST", "/api/dns/zones", { body: zone });
  expect(made).toMatchObject({ domain: "example.com", id: expect.any(String) });
  expect((await call(server, "GET", `/api/dns/zones/${made.id}/records`)).body).toEqual([]);
  expect((await call(server, "GET", "/api/dns/zones/none/records")).status).toBe(404);
  const scim = { provider: "okta", prefix: "p" };
  await call(server, "POST", "/api/integrations/scim-idp", { body: scim });
  const {
    body: [stored],
  } = await call(server, "GET", "/api/integrations/scim-idp");
  expect(stored.auth_token).toBe("secret-of-netbird.auth_token");
  await call(server, "DELETE", `/api/dns/zones/${made.id}`);
  expect((await call(server, "GET", `/api/dns/zones/${made.id}`)).status).toBe(404);
});

test("a setup key is whole in the answer to its creation, and masked afterwards", async () => {
  const server = await netbirdServer();
  const body = { name: "k", type: "reusable", expires_in: 86_400, auto_groups: [], usage_limit: 0 };
  const { body: made } = await call(server, "POST", "/api/setup-keys", { body });
  expect(made).toMatchObject({ key: expect.stringMatching(/^[0-9A-F-]{36}$/), usage_limit: 0 });
  expect((await call(server, "GET", "/api/setup-keys")).body[0].key).toMatch(/^.{5}\*{4}$/);
});

test("the read that validates a domain is open to every credential", async () => {
  const server = await netbirdServer();
  const domain = { domain: "example.com", target_cluster: "c" };
  const { body } = await call(server, "POST", "/api/reverse-proxies/domains", { body: domain });
  const { text: as } = member(server, { role: "user" });
  const path = `/api/reverse-proxies/domains/${body.id}/validate`;
  expect((await call(server, "GET", path, { as })).status).toBe(200);
  expect(server.state.events[0]).toMatchObject({ activity_code: "domain.validate" });
});

test("answers unknown paths without JSON, and everything with its own request ID", async () => {
  const server = await netbirdServer({ serves: ({ cloudOnly }) => !cloudOnly });
  const unknown = await call(server, "GET", "/api/nothing");
  expect([unknown.status, unknown.text]).toEqual([404, "404 page not found\n"]);
  expect((await call(server, "GET", "/api/integrations/edr/falcon")).text).toBe(
    "404 page not found\n",
  );
  const { answer } = await call(server, "GET", "/api/peers");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-v]{20}$/);
});

test("records requests as they arrive", async () => {
  const server = await netbirdServer();
  const sent = request(`${server.url}/api/peers/a%2Fjobs?x=%2F`, {
    headers: { authorization: `Token ${server.brokerToken}`, "X-Odd": "1" },
  });
  sent.end();
  await new Promise((resolve) =>
    sent.once("response", (answer) => answer.resume().once("end", resolve)),
  );
  expect(server.requests).toMatchObject([
    {
      url: "/api/peers/a%2Fjobs?x=%2F",
      operation: "GET /api/peers/{peerId}/jobs",
      user: server.broker,
    },
  ]);
  expect(server.requests[0]?.rawHeaders).toContain("X-Odd");
});

test("misbehaves for chosen requests until it is asked to stop", async () => {
  const server = await netbirdServer();
  const stop = server.misbehave(faults.tooMany, ({ method }) => method === "GET");
  const { answer } = await call(server, "GET", "/api/peers");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "17"]);
  expect((await call(server, "POST", "/api/groups", { body: { name: "g" } })).status).toBe(200);
  stop();
  server.misbehave(redirectTo("https://elsewhere.example/api/peers"));
  expect((await call(server, "GET", "/api/peers")).status).toBe(301);
});

test("carries a write out before the connection ends", async () => {
  const server = await netbirdServer();
  for (const fault of [faults.reset, faults.truncate]) {
    const stop = server.misbehave(fault);
    const name = JSON.stringify(fault);
    await expect(call(server, "POST", "/api/groups", { body: { name } })).rejects.toThrow();
    stop();
    expect((await call(server, "GET", `/api/groups?name=${encodeURIComponent(name)}`)).status).toBe(
      200,
    );
  }
});

test("compresses, delays, and sends long lists", async () => {
  const server = await netbirdServer();
  const stop = server.misbehave(faults.gzip);
  const { answer, body } = await call(server, "GET", "/api/peers");
  expect([answer.headers.get("content-encoding"), body.length]).toEqual(["gzip", 2]);
  stop();
  server.misbehave({ listBytes: 100_000 });
  const long = await call(server, "GET", "/api/peers");
  expect(long.body.at(-1)).toEqual({ id: "last" });
  expect(long.text.length).toBeGreaterThan(100_000);
  server.misbehave({ delayMs: 1 });
  expect((await call(server, "GET", "/api/peers")).status).toBe(200);
});
