import { beforeAll, expect, test, vi } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { HOUR_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { requestText, sendRaw, startHttpServer } from "#lib/dev/testing/http-server.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { answerApi } from "./server/api-handler.ts";

const NETWORKS = ["192.0.2.0/24", "2001:db8::/32"];
const INSIDE = "192.0.2.7";
const OUTSIDE = "198.51.100.1";
const REFUSED = "this access token is not allowed from this address";
const CODE = "personal.access.token.network_refused";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam({ accessTokenMaxPerUser: 1000, tokensManageAccount: true });
});

const create = (body: object, token = team.owner.token, headers = {}) =>
  callApi("POST", `/api/users/${team.machine.id}/tokens`, {
    ...{ token, headers },
    body: { name: "t", expires_in: 1, ...body },
  });

/** A user with a token that may be used from these networks. */
async function restricted(allowed_networks = NETWORKS): Promise<Member> {
  const member = await seedMember(team.account, { role: "admin", isServiceUser: true });
  await restrict(member.tokenId, allowed_networks);
  return member;
}

const restrict = (id: string, networks: string[] | null) =>
  database().write((tx) =>
    tx.token.update({ where: { id }, data: { allowedNetworks: networks?.join(" ") ?? null } }),
  );

const from = (address: string, more: Record<string, string> = {}) => ({
  "x-roost-client-address": address,
  ...more,
});

const refusals = async ({ tokenId }: Member) => {
  await flushWrites();
  const rows = await database().read.auditEvent.findMany({
    where: { activityCode: CODE },
    orderBy: { id: "asc" },
  });
  const events = rows.map(({ meta, ...row }) => ({ ...row, meta: Object(meta) }));
  return events.filter(({ meta }) => meta.token_id === tokenId);
};

test("networks are stored in their canonical form, and shown wherever the token is", async () => {
  const given = ["2001:DB8:0::/32", "192.0.2.9", "::ffff:192.0.2.0/120", "192.0.2.9/32"];
  const stored = ["192.0.2.0/24", "192.0.2.9/32", "2001:db8::/32"];
  const { status, body } = await create({ allowed_networks: given });
  expect(status).toBe(200);
  const { plain_token: token, personal_access_token: made } = body;
  expect(made.allowed_networks).toEqual(stored);
  const read = async (path: string, as = team.owner.token) =>
    (await callApi("GET", path, { token: as, headers: from(INSIDE) })).body;
  const own = `/api/users/${team.machine.id}/tokens`;
  expect((await read(`${own}/${made.id}`)).allowed_networks).toEqual(stored);
  expect((await read("/api/tokens/self", token)).allowed_networks).toEqual(stored);
  for (const path of [own, "/api/tokens", "/api/tokens/export?format=json"]) {
    const items: { id: string; allowed_networks?: string[] }[] = await read(path);
    expect(items.find(({ id }) => id === made.id)?.allowed_networks).toEqual(stored);
  }
  expect(await read("/api/tokens/export?format=csv")).toContain(
    JSON.stringify(stored).slice(2, 14),
  );
});

test.each([[{}], [{ allowed_networks: null }]])("%j allows any address", async (body) => {
  const made = await create(body);
  expect(made.status).toBe(200);
  expect(made.body.personal_access_token).not.toHaveProperty("allowed_networks");
  const { status } = await callApi("GET", "/api/users", {
    token: made.body.plain_token,
    headers: from(OUTSIDE, { "x-roost-forwarded": "1" }),
  });
  expect(status).toBe(200);
});

test.each<[unknown, string, RegExp]>([
  [["10.0.0.0/8", "10.0.0.1/8"], "allowed_networks.1", /: use 10\.0\.0\.0\/8$/],
  [["2001:db8::1/32"], "allowed_networks.0", /: use 2001:db8::\/32$/],
  [["::ffff:10.0.0.1/104"], "allowed_networks.0", /: use 10\.0\.0\.0\/8$/],
  [["example.com"], "allowed_networks.0", /must be an IP address or a network/],
  [["192.0.2.0/24 10.0.0.0/8"], "allowed_networks.0", /must be an IP address or a network/],
  [[], "allowed_networks", /no address could use the token/],
  [Array(51).fill("10.0.0.0/8"), "allowed_networks", /at most 50/],
  ["10.0.0.0/8", "allowed_networks", /must be a list/],
  [[1], "allowed_networks.0", /./],
])("allowed_networks %j is 422 for %s", async (allowed_networks, path, message) => {
  const before = await database().read.token.count();
  const { status, body } = await create({ allowed_networks });
  expect([status, body.errors[0].path]).toEqual([422, path]);
  expect(body.errors[0].message).toMatch(message);
  expect(await database().read.token.count()).toBe(before);
});

test.each(["192.0.2.0", "192.0.2.255", "2001:db8::1", "::ffff:192.0.2.7"])(
  "the address %s is within the networks",
  async (address) => {
    const { token } = await restricted();
    const { status } = await callApi("GET", "/api/users", { token, headers: from(address) });
    expect(status).toBe(200);
  },
);

test.each(["192.0.3.0", "2001:db9::", "unknown", "", "::ffff:198.51.100.1"])(
  "the address %j is refused, without a word about the networks",
  async (address) => {
    const { token, tokenId } = await restricted();
    const answers = [
      await callApi("GET", "/api/users", { token, headers: from(address) }),
      await callApi("GET", "/api/users/current", { token, headers: from(address) }),
      await callApi("GET", "/api/tokens/self", { token, headers: from(address) }),
      await callApi("GET", "/api/instance/version", { token, headers: from(address) }),
    ];
    for (const { status, body } of answers) expect([status, body.message]).toEqual([403, REFUSED]);
    expect(JSON.stringify(answers)).not.toMatch(/192\.0\.2|2001:db8/);
    await flushWrites();
    const row = await database().read.token.findUnique({ where: { id: tokenId } });
    expect(row?.lastUsedAt).toBeNull();
  },
);

test("only the right secret learns about the address", async () => {
  const { token, publicId } = await restricted();
  const other = team.reader.token;
  const wrong = `${token.slice(0, 14)}${other.slice(14)}`;
  expect(wrong).toContain(publicId);
  const { status } = await callApi("GET", "/api/users", { token: wrong, headers: from(OUTSIDE) });
  expect(status).toBe(401);
});

test("a refused address is one event an hour, with its reason", async () => {
  const member = await restricted();
  const call = (address: string, more = {}) =>
    callApi("GET", "/api/users", { token: member.token, headers: from(address, more) });
  for (let at = 0; at < 3; at += 1) await call(OUTSIDE);
  await call("203.0.113.9", { "x-roost-forwarded": "1" });
  const events = await refusals(member);
  expect(events).toMatchObject([
    {
      ...{ initiatorId: member.id, targetId: member.id },
      meta: { address: OUTSIDE, reason: "outside", target_token_id: member.tokenId },
    },
    { meta: { address: "203.0.113.9", reason: "untrusted_proxy" } },
  ]);
  expect(JSON.stringify(events)).not.toContain("192.0.2");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + HOUR_MS + 1000 });
  try {
    await call(OUTSIDE);
    expect(await refusals(member)).toHaveLength(3);
  } finally {
    vi.useRealTimers();
  }
});

test("an event that another instance recorded within the hour is not repeated", async () => {
  const member = await restricted();
  const call = () => callApi("GET", "/api/users", { token: member.token, headers: from(OUTSIDE) });
  await call();
  expect(await refusals(member)).toHaveLength(1);
  replaceGlobalSingleton("network-refusals", new Map());
  await call();
  expect(await refusals(member)).toHaveLength(1);
});

test("a flood from many addresses leaves few events", async () => {
  const member = await restricted();
  for (let at = 0; at < 60; at += 1) {
    const headers = from(`198.51.${at}.1`);
    await callApi("GET", "/api/users", { token: member.token, headers });
  }
  expect(await refusals(member)).toHaveLength(15);
});

test("a token that is refused for its networks is not refused to others", async () => {
  const [one, other] = [await restricted(), await restricted(["198.51.100.0/24"])];
  const status = async ({ token }: Member) =>
    (await callApi("GET", "/api/users", { token, headers: from(OUTSIDE) })).status;
  expect([await status(one), await status(other), await status(one)]).toEqual([403, 200, 403]);
});

test("a token revokes itself from any address, through any proxy", async () => {
  const { token, tokenId, id } = await restricted();
  const headers = from(OUTSIDE, { "x-roost-forwarded": "1" });
  expect((await callApi("DELETE", "/api/tokens/self", { token, headers })).status).toBe(200);
  expect(await database().read.token.findUnique({ where: { id: tokenId } })).toBeNull();
  const other = await restricted();
  const path = `/api/users/${other.id}/tokens/${other.tokenId}`;
  expect((await callApi("DELETE", path, { token: other.token, headers })).status).toBe(403);
  const events = await database().read.auditEvent.findMany({ where: { initiatorId: id } });
  expect(events).toMatchObject([
    { activityCode: "personal.access.token.delete", meta: { address: OUTSIDE } },
  ]);
});

test("networks that change while a write waits apply to it", async () => {
  const { token, tokenId } = await restricted();
  const before = await database().read.group.count();
  const holding = await holdWrites();
  const body = { name: "late", peers: [] };
  const created = callApi("POST", "/api/groups", { token, body, headers: from(INSIDE) });
  await holding.waiting;
  const data = { allowedNetworks: "10.0.0.0/8" };
  await holding.release((tx) => tx.token.update({ where: { id: tokenId }, data }));
  const answer = await created;
  expect([answer.status, answer.body.message]).toEqual([403, REFUSED]);
  expect(await database().read.group.count()).toBe(before);
});

test("a token with networks mints only tokens within them, and none for anywhere", async () => {
  const { id } = team.machine;
  const expiresAt = new Date(Date.now() + 100 * HOUR_MS);
  const { text: token, id: tokenId } = await seedToken(id, { expiresAt });
  await restrict(tokenId, NETWORKS);
  const mint = (more: object) =>
    callApi("POST", `/api/users/${id}/tokens`, {
      ...{ token, headers: from(INSIDE) },
      body: { name: "minted", expires_in: 1, ...more },
    });
  const made = await mint({ allowed_networks: ["192.0.2.128/25"] });
  expect(made.body.personal_access_token.allowed_networks).toEqual(["192.0.2.128/25"]);
  for (const more of [{}, { allowed_networks: ["192.0.0.0/16"] }]) {
    const { status, body } = await mint(more);
    expect([status, body.message]).toEqual([403, expect.stringContaining("within its own")]);
  }
});

test("a token with networks creates service users, but no one who signs in", async () => {
  const { token } = await restricted();
  const send = (path: string, body: object) =>
    callApi("POST", path, { token, body, headers: from(INSIDE) });
  const user = { name: "n", role: "user", auto_groups: [] };
  const email = "new@example.test";
  expect((await send("/api/users", { ...user, is_service_user: true })).status).toBe(200);
  for (const answer of [
    await send("/api/users", { ...user, email, is_service_user: false }),
    await send("/api/users/invites", { ...user, email }),
  ]) {
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain("since they do so from anywhere");
  }
});

test("a token with networks manages no account, even where tokens do", async () => {
  const other = await seedTeam({ tokensManageAccount: true });
  const path = `/api/accounts/${other.account.id}`;
  await restrict(other.owner.tokenId, NETWORKS);
  const remove = () => callApi("DELETE", path, { token: other.owner.token, headers: from(INSIDE) });
  expect((await remove()).status).toBe(403);
  await restrict(other.owner.tokenId, null);
  expect((await remove()).status).toBe(200);
});

test("the address is the one that trusted proxies vouch for", async () => {
  const { token } = await restricted();
  const authorization = `Authorization: Token ${token}`;
  const call = async (trustedProxies: string[], ...headers: string[]) => {
    const { port } = await startHttpServer({ answerApi, trustedProxies });
    const sent = requestText("GET /api/users", authorization, ...headers);
    const { status, text } = await sendRaw(port, sent);
    return [status, status === 200 || JSON.parse(text).message];
  };
  const proxy = ["127.0.0.1"];
  const unknown = expect.stringContaining("through this proxy");
  expect(await call(proxy, `X-Forwarded-For: ${INSIDE}`)).toEqual([200, true]);
  expect(await call(proxy, `X-Forwarded-For: ${OUTSIDE}`)).toEqual([403, REFUSED]);
  expect(await call(proxy)).toEqual([403, REFUSED]);
  expect(await call(proxy, `X-Forwarded-For: ${OUTSIDE}, ${INSIDE}`)).toEqual([403, unknown]);
  expect(await call([], `X-Forwarded-For: ${INSIDE}`)).toEqual([403, unknown]);
  expect(await call([], `X-Real-IP: ${INSIDE}`)).toEqual([403, unknown]);
  expect(await call([])).toEqual([403, REFUSED]);
});
