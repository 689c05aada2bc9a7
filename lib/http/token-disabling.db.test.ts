import { beforeEach, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { recountTokens } from "#lib/services/tokens/token-days.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

type Verb = "disable" | "enable";
const tokenOf = (who: Who) => `/api/users/${team[who].id}/tokens/${team[who].tokenId}`;
const turn = (verb: Verb, of: Who, by: Who = "owner") =>
  callApi("POST", `${tokenOf(of)}/${verb}`, { token: team[by].token });
const use = (who: Who, method: "GET" | "POST" = "GET") =>
  callApi(method, "/api/users", {
    token: team[who].token,
    ...(method === "POST" && { body: { name: "x", role: "user", is_service_user: true } }),
  });
const eventsOf = (verb: Verb) =>
  database().read.auditEvent.findMany({
    where: { activityCode: `personal.access.token.${verb}` },
  });
const expiresAs = async (who: Who, expiresAt: Date) =>
  database().write(async (tx) => {
    const { tokenId } = team[who];
    await tx.token.update({ where: { id: tokenId }, data: { expiresAt } });
    await tx.tokenSecret.updateMany({ where: { tokenId }, data: { expiresAt } });
    await recountTokens(tx);
  });

const DISABLED = { status: 403, body: { message: "access token is disabled", code: 403 } };

test("a disabled token is refused from the next request on, an enabled one works again", async () => {
  expect((await use("machine")).status).toBe(200);
  const { status, body } = await turn("disable", "machine");
  expect(status).toBe(200);
  expect(body).toMatchObject({ disabled: true, disabled_reason: "user" });
  expect(Date.parse(body.disabled_at)).toBeGreaterThan(Date.now() - 60_000);
  const refused = await use("machine");
  expect(refused).toMatchObject(DISABLED);
  expect(refused.headers.get("token-expires")).toBe(body.expiration_date);
  expect(await use("machine", "POST")).toMatchObject(DISABLED);
  const enabled = await turn("enable", "machine");
  expect(enabled.status).toBe(200);
  for (const field of ["disabled", "disabled_at", "disabled_reason"]) {
    expect(enabled.body).not.toHaveProperty(field);
  }
  expect((await use("machine", "POST")).status).toBe(200);
});

test("only the proven secret gets to know that its token is disabled, or expired rather than that", async () => {
  await turn("disable", "machine");
  const { token } = team.machine;
  const wrong = `${token.slice(0, 14)}${"0".repeat(26)}`;
  expect((await callApi("GET", "/api/users", { token: wrong })).body.message).toBe("token invalid");
  await expiresAs("machine", new Date(Date.now() - 1000));
  expect((await use("machine")).status).toBe(401);
});

test("a write that waits while its token is disabled is refused and stores nothing", async () => {
  expect((await use("machine")).status).toBe(200);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: holding, resolve: held } = Promise.withResolvers<void>();
  const holder = database().write(async (tx) => {
    held();
    await released;
    const state = { disabledAt: new Date(), disabledReason: "user" };
    await tx.token.update({ where: { id: team.machine.tokenId }, data: state });
  });
  await holding;
  const waiting = use("machine", "POST");
  await use("machine");
  release();
  await holder;
  expect(await waiting).toMatchObject(DISABLED);
  expect(await database().read.user.count({ where: { name: "x" } })).toBe(0);
});

test("the use of a disabled token is not counted, as that of a blocked user", async () => {
  await turn("disable", "machine");
  await use("machine");
  await flushWrites();
  const row = await database().read.token.findUnique({ where: { id: team.machine.tokenId } });
  expect(row?.lastUsedAt).toBeNull();
});

test("users disable their own tokens, even the one they use, owners and admins all", async () => {
  for (const who of ["reader", "networkAdmin", "admin", "owner"] as const) {
    const mayAll = ["owner", "admin"].includes(who);
    expect((await turn("disable", "person", who)).status, who).toBe(mayAll ? 200 : 403);
  }
  expect((await turn("disable", "reader", "reader")).status).toBe(200);
  expect(await use("reader")).toMatchObject(DISABLED);
});

test("only who could create the token enables it, and no one that of another person", async () => {
  for (const who of ["person", "reader", "machine"] as const) await turn("disable", who);
  expect((await turn("enable", "person", "owner")).status).toBe(403);
  expect((await turn("enable", "person", "admin")).status).toBe(403);
  expect((await turn("enable", "reader", "networkAdmin")).status).toBe(403);
  expect((await turn("enable", "reader", "admin")).status).toBe(200);
  const other = await seedToken(team.person.id);
  const path = `${tokenOf("person")}/enable`;
  expect((await callApi("POST", path, { token: other.text })).status).toBe(200);
});

test("where personal tokens are off, their owner disables but does not enable one", async () => {
  const settings = accountSettings.parse({ personalTokens: false });
  await database().write((tx) => tx.account.updateMany({ data: { settings } }));
  const other = await seedToken(team.person.id);
  const at = (verb: Verb) => callApi("POST", `${tokenOf("person")}/${verb}`, { token: other.text });
  expect((await at("disable")).status).toBe(200);
  expect(await at("enable")).toMatchObject({
    status: 403,
    body: { message: "personal access tokens are disabled in this account" },
  });
});

test("a token with scopes enables only what it could create, and needs the scope to do so", async () => {
  const target = await seedMember(team.account, { role: "user", isServiceUser: true });
  const path = `/api/users/${target.id}/tokens/${target.tokenId}`;
  const scoped = async (scopes: string[], days = 300) => {
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    return (await seedToken(team.owner.id, { scopes, expiresAt })).text;
  };
  const status = async (verb: Verb, token: string) =>
    (await callApi("POST", `${path}/${verb}`, { token })).status;
  expect(await status("disable", await scoped(["pats:read"]))).toBe(403);
  expect(await status("disable", await scoped(["pats:update"]))).toBe(200);
  expect(await status("enable", await scoped(["pats:update"]))).toBe(403);
  expect(await status("enable", await scoped(["pats:create"]))).toBe(403);
  expect(await status("enable", await scoped(["all"]))).toBe(403);
  await database().write((tx) =>
    tx.token.update({ where: { id: target.tokenId }, data: { scopes: "pats:create" } }),
  );
  expect(await status("enable", await scoped(["pats:update"]))).toBe(403);
  expect(await status("enable", await scoped(["pats:create"], 0.1))).toBe(403);
  expect(await status("enable", await scoped(["pats:create"]))).toBe(200);
});

test("each change has one event with the token, and a repeated one has none", async () => {
  for (const verb of ["disable", "enable"] as const) {
    const first = await turn(verb, "reader", "admin");
    const second = await turn(verb, "reader", "admin");
    expect(second).toMatchObject({ status: 200, body: first.body });
    const events = await eventsOf(verb);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ targetId: team.reader.id, initiatorId: team.admin.id });
    expect(events[0]?.meta).toMatchObject({ target_token_id: team.reader.tokenId });
  }
});

test("lists, filters, counts and exports know the state; an expired token is not disabled", async () => {
  const { token } = team.owner;
  for (const who of ["reader", "person"] as const) await turn("disable", who);
  await expiresAs("person", new Date(Date.now() - 1000));
  const list = async (query: string): Promise<{ id: string; state: string }[]> =>
    (await callApi("GET", `/api/tokens?${query}`, { token })).body;
  const item = (id: string) => expect.objectContaining({ id });
  for (const sort of ["created_at", "-name", "expiration_date", "-last_used"]) {
    const disabled = await list(`state=disabled&sort=${sort}`);
    expect(disabled).toEqual([item(team.reader.tokenId)]);
    expect(disabled[0]).toMatchObject({ state: "disabled", disabled: true });
    const working = (await list(`state=active&sort=${sort}`)).map(({ id }) => id);
    expect(working).not.toContain(team.reader.tokenId);
    expect(working).not.toContain(team.person.tokenId);
    expect(working).toContain(team.owner.tokenId);
    const soon = await list(`state=expiring&sort=${sort}`);
    expect(soon.map(({ id }) => id)).not.toContain(team.reader.tokenId);
  }
  expect(await list("state=expired")).toMatchObject([
    { id: team.person.tokenId, state: "expired" },
  ]);
  const path = "/api/tokens/export?format=json&state=disabled";
  expect((await callApi("GET", path, { token })).body).toEqual([item(team.reader.tokenId)]);
  const filter = { state: "disabled" };
  const body = { filter, dry_run: true };
  const dry = (await callApi("POST", "/api/tokens/revoke", { token, body })).body;
  expect(dry).toMatchObject({ matched: 1, tokens: [item(team.reader.tokenId)] });
});

test("the summary counts disabled tokens apart, and not at all where there are none", async () => {
  const summary = async () =>
    (await callApi("GET", "/api/tokens/summary", { token: team.owner.token })).body;
  const before = await summary();
  expect(before).not.toHaveProperty("disabled");
  await turn("disable", "reader");
  const after = await summary();
  expect(after).toMatchObject({
    disabled: 1,
    total: before.total,
    active: before.active - 1,
    expiring: before.expiring - 1,
  });
  await callApi("DELETE", tokenOf("reader"), { token: team.owner.token });
  expect(await summary()).toEqual({ ...(await summary()), total: before.total - 1 });
  expect(await summary()).not.toHaveProperty("disabled");
});

test("a disabled token still revokes itself, from any address, and does nothing else", async () => {
  await turn("disable", "reader");
  const { token } = team.reader;
  expect(await callApi("GET", "/api/tokens/self", { token })).toMatchObject(DISABLED);
  expect((await callApi("DELETE", "/api/tokens/self", { token })).status).toBe(200);
  expect((await use("reader")).status).toBe(401);
});

test("a disabled token still takes a place of its owner's limit", async () => {
  const settings = accountSettings.parse({ accessTokenMaxPerUser: 1 });
  await database().write((tx) => tx.account.updateMany({ data: { settings } }));
  await turn("disable", "reader");
  const answer = await callApi("POST", `/api/users/${team.reader.id}/tokens`, {
    token: team.owner.token,
    body: { name: "t", expires_in: 1 },
  });
  expect(answer).toMatchObject({
    status: 422,
    body: { errors: [{ path: "access_token_max_per_user" }] },
  });
});
