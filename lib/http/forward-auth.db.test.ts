import { METHODS } from "node:http";
import { connect } from "node:net";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { ask, CLIENT, startDoor } from "#lib/dev/testing/forward-auth.ts";
import type { Running } from "#lib/dev/testing/http-server.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedSession, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
/** Of the service user `machine`, for the service `wiki` alone. */
let token: string;
let tokenId: string;
let door: Running;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await seedService(team.account, { slug: "wiki" });
  await seedService(team.account, { slug: "registry", challenge: "basic" });
  ({ text: token, id: tokenId } = await seedToken(team.machine.id, { scopes: ["service:wiki"] }));
});
beforeEach(async () => {
  door = await startDoor();
});

const statusOf = async (...given: Parameters<typeof ask>) => (await ask(...given)).status;
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

test("a token with the scope of the service gets the identity of its owner, and nothing else", async () => {
  const { status, headers, text } = await ask(door.port, { token });
  expect([status, text]).toEqual([200, ""]);
  const sent = Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-roost-")));
  expect(sent).toEqual({
    "x-roost-user-id": team.machine.id,
    "x-roost-user": encodeURIComponent(team.machine.name),
    "x-roost-role": "admin",
    "x-roost-scopes": "service:wiki",
    "x-roost-groups": "-",
    "x-roost-token-id": tokenId,
    "x-roost-service-user": "true",
  });
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("content-length")).toBe("0");
  for (const name of ["set-cookie", "location", "access-control-allow-origin"]) {
    expect(headers.has(name), name).toBe(false);
  }
});

test.each([
  (text: string) => `Token ${text}`,
  (text: string) => `bearer ${text}`,
  (text: string) => basic(`git:${text}`),
  (text: string) => basic(`:${text}`),
])("the token opens the service in each form of Authorization", async (header) => {
  const headers = [`Authorization: ${header(token)}`];
  expect(await statusOf(door.port, { headers })).toBe(200);
});

test.each([
  () => [],
  () => ["Authorization: "],
  () => ["Authorization: Bearer nbp_0000000000000000000000000000000000000000"],
  () => [`Authorization: Bearer ${token} x`],
  () => [`Authorization: ${basic(token)}`],
  () => [`Authorization: ${basic(`git:${token}`)} x`],
  () => [`Authorization: ${token}`],
  () => [`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
  () => [`X-Roost-User: admin`, `X-Api-Key: ${token}`],
])("without exactly one token, the answer is 401 and what the service asks for", async (lines) => {
  const headers = lines();
  const bearer = await ask(door.port, { headers });
  expect(bearer.status).toBe(401);
  expect(bearer.headers.get("www-authenticate")).toMatch(/^Bearer realm="roost"/);
  const other = await ask(door.port, { headers, path: "/api/auth/verify/registry" });
  expect(other.status).toBe(401);
  expect(other.headers.get("www-authenticate")).toBe('Basic realm="registry"');
  expect(other.text).not.toContain(token);
});

test("the dashboard's cookie opens no service, and does not change what a token opens", async () => {
  await seedService(team.account, { slug: "open", alsoAccepts: ["unscoped", "all", "all:read"] });
  const cookie = `Cookie: ${(await seedSession(team.owner.id)).cookie}`;
  const sameOrigin = ["Sec-Fetch-Site: same-origin", "Origin: http://127.0.0.1"];
  for (const method of ["GET", "POST"]) {
    const headers = [cookie, ...sameOrigin];
    const path = "/api/auth/verify/open";
    expect(await statusOf(door.port, { method, path, headers })).toBe(401);
  }
  const { status, headers } = await ask(door.port, { token, headers: [cookie] });
  expect([status, headers.get("x-roost-user-id")]).toEqual([200, team.machine.id]);
});

test("a refusal that a proxy sends on says nothing of the host it is sent on for", async () => {
  const { port } = await startDoor({ publicUrl: "https://roost.example.com" });
  const { status, headers } = await ask(port);
  expect([status, headers.get("x-content-type-options")]).toEqual([401, "nosniff"]);
  expect(headers.has("strict-transport-security")).toBe(false);
  expect(headers.has("access-control-allow-origin")).toBe(false);
});

test("only a trusted proxy is answered, and one log line names another peer", async () => {
  replaceGlobalSingleton("untrusted-askers", new Set<string>());
  const log = captureLog();
  const { port } = await startDoor({ trustedProxies: ["198.51.100.1"] });
  for (const from of [CLIENT, "198.51.100.1", null]) {
    const { status, headers, text } = await ask(port, { token, from });
    expect([status, headers.has("x-roost-user-id")]).toEqual([403, false]);
    expect(JSON.parse(text).message).toContain("TRUSTED_PROXIES");
  }
  expect(await statusOf(port)).toBe(403);
  const lines = log.filter((line) => line.includes("/api/auth/verify"));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ peer: "127.0.0.1" });
  expect(lines[0]).toContain("TRUSTED_PROXIES");
});

test.each([
  "/",
  "//",
  "/a/b%2Fc/",
  "/?role=owner",
  "?role=owner&x=%zz",
  "/a//b?next=/api/auth/verify/x",
])("the path and query %s of the request decide nothing", async (rest) => {
  const path = `/api/auth/verify/wiki${rest}`;
  const { status, headers } = await ask(door.port, { token, path });
  expect([status, headers.get("x-roost-role")]).toEqual([200, "admin"]);
  expect(await statusOf(door.port, { path })).toBe(401);
  expect(door.log.map(({ route }) => route)).toEqual(Array(2).fill("/api/auth/verify/{service}"));
});

test.each([
  ...["/", "/Wiki", "/wiki2", "/wik", "/%77iki", "/wiki%2F", "/wiki;x", "/wiki%00", "/wiki\\x"],
  ...["/registry/../wiki", "/wiki/../registry", "/wiki/%2e%2e/registry", "/registry/wiki"],
  ...["/__proto__", "/*", "/wiki%0d%0a", `/${"a".repeat(9000)}`, "/wiki/%zz"],
])("the path %s opens nothing", async (rest) => {
  const { status, headers } = await ask(door.port, { token, path: `/api/auth/verify${rest}` });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect([...headers.keys()].filter((name) => name.startsWith("x-roost-"))).toEqual([]);
});

test.each(METHODS.filter((method) => method !== "CONNECT"))(
  "the method %s of the question is answered like any other",
  async (method) => {
    expect(await statusOf(door.port, { method, token })).toBe(200);
    expect(await statusOf(door.port, { method })).toBe(401);
    const upgrade = ["Upgrade: websocket", "X-HTTP-Method-Override: GET"];
    expect(await statusOf(door.port, { method, token, headers: upgrade })).toBe(200);
  },
);

test("a body is not waited for, and the connection serves the next question", async () => {
  const socket = connect(door.port, "127.0.0.1").setEncoding("utf8");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  const lines = ["Host: a", `Authorization: Bearer ${token}`, `X-Forwarded-For: ${CLIENT}`];
  const head = (...more: string[]) =>
    ["POST /api/auth/verify/wiki HTTP/1.1", ...lines, ...more, "", ""].join("\r\n");
  socket.write(head("Content-Length: 5000000"));
  await expect.poll(() => text).toContain("HTTP/1.1 200");
  socket.write("x".repeat(5_000_000) + head("Connection: close"));
  await new Promise((resolve) => socket.once("close", resolve));
  expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
});

test("an unreachable database is 503, and an error 500: never an answer", async () => {
  const real = database();
  const failing = (error: Error) => useDatabase({ ...real, prepared: () => Promise.reject(error) });
  failing(Object.assign(new Error("down"), { code: "ECONNREFUSED" }));
  const down = await statusOf(door.port, { token });
  const unasked = await statusOf(door.port);
  failing(new TypeError("a mistake"));
  const wrong = await ask(door.port, { token });
  useDatabase(real);
  expect([down, unasked, wrong.status]).toEqual([503, 503, 500]);
  expect(wrong.text).not.toContain("a mistake");
});
