import { beforeEach, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedToken, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { pruneRevocations } from "#lib/services/revocations/prune-revocations.ts";
import { LEASE_MS, runRevocations } from "#lib/services/revocations/run-revocations.ts";

let team: Team;
let cookie: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.admin.id));
});

const PATH = "/api/tokens/revocations";
const start = (filter: object, extra = {}, as = cookie) =>
  callApi("POST", PATH, { cookie: as, body: { filter, ...extra } });
const report = async (id: string) => (await callApi("GET", `${PATH}/${id}`, { cookie })).body;
const run = () => runRevocations(new AbortController().signal);
const left = async () =>
  (await database().read.token.findMany({ select: { id: true } })).map(({ id }) => id);
const eventsOf = (code: string) =>
  database().read.auditEvent.findMany({ where: { activityCode: `personal.access.token.${code}` } });
const setUser = (id: string, data: object) =>
  database().write((tx) => tx.user.update({ where: { id }, data }));
const setToken = (id: string, data: object) =>
  database().write((tx) => tx.token.update({ where: { id }, data, select: { id: true } }));

/** A session whose password was entered this long ago. */
const provenBefore = async (ms: number, userId = team.admin.id) =>
  (await seedSession(userId, { provenAt: new Date(Date.now() - ms) })).cookie;
const prove = (as: string, password = TEST_PASSWORD, address = "203.0.113.9") =>
  callApi("PUT", "/api/users/current/proof", {
    cookie: as,
    body: { password },
    headers: { "x-roost-client-address": address },
  });

async function seedTokens(count: number, userId = team.machine.id): Promise<string[]> {
  const made = [];
  for (let at = 0; at < count; at += 1) made.push((await seedToken(userId)).id);
  return made;
}

test("a dry run counts and lists the tokens, starts nothing and needs no recent password", async () => {
  const made = await seedTokens(3, team.reader.id);
  const old = await provenBefore(DAY_MS);
  const { status, body } = await start({ user_id: team.reader.id }, { dry_run: true }, old);
  expect([status, body.matched, body.revocation]).toEqual([200, 4, undefined]);
  const ids = body.tokens.map(({ id }: { id: string }) => id);
  expect(ids.sort()).toEqual([...made, team.reader.tokenId].sort());
  expect(await database().read.tokenRevocation.count()).toBe(0);
});

test("a revocation deletes what matched at its start, with an event of its user for each", async () => {
  const made = await seedTokens(60);
  const kept = await left();
  const { body } = await start({ user_id: team.machine.id });
  expect(body.revocation).toMatchObject({ state: "running", matched: 61, revoked: 0 });
  const later = (await seedToken(team.machine.id)).id;
  await setToken(later, { createdAt: new Date(Date.now() + 1000) });
  await run();
  const gone = [...made, team.machine.tokenId];
  expect((await left()).sort()).toEqual([...kept.filter((id) => !gone.includes(id)), later].sort());
  const events = await eventsOf("delete");
  expect(events.map(({ meta }) => Object(meta).target_token_id).sort()).toEqual(gone.sort());
  expect(new Set(events.map(({ initiatorId }) => initiatorId))).toEqual(new Set([team.admin.id]));
  expect(await report(body.revocation.id)).toMatchObject({
    ...{ state: "done", matched: 61, revoked: 61, refused: 0, remaining: 0 },
    finished_at: expect.any(String),
  });
  const answer = await callApi("GET", "/api/users/current", { token: team.machine.token });
  expect(answer.status).toBe(401);
});

test("a session needs a password of the last ten minutes, and entering it is enough", async () => {
  const old = await provenBefore(10 * MINUTE_MS + 1000);
  const filter = { user_id: team.reader.id };
  const refused = await start(filter, {}, old);
  expect([refused.status, refused.body.required_proof]).toEqual([403, ["password"]]);
  const never = await database().write((tx) => tx.session.updateMany({ data: { provenAt: null } }));
  expect(never.count).toBeGreaterThan(0);
  expect((await start(filter, {}, old)).status).toBe(403);
  const wrong = await prove(old, "wrong password");
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "password" }] } });
  expect((await start(filter, {}, old)).status).toBe(403);
  const proven = await prove(old);
  expect(proven.status).toBe(200);
  expect(new Date(proven.body.proven_until).getTime()).toBeGreaterThan(Date.now() + 9 * MINUTE_MS);
  expect((await start(filter, {}, old)).status).toBe(200);
  expect((await start(filter, {}, cookie)).status).toBe(403);
});

test("a session guesses its password ten times from any networks, each a failed sign-in", async () => {
  const statuses = [];
  for (let at = 0; at < 12; at += 1) {
    statuses.push((await prove(cookie, `guess ${at}`, `198.51.${at}.7`)).status);
  }
  expect(statuses).toEqual([...Array(10).fill(422), 429, 429]);
  expect((await prove(cookie)).status).toBe(429);
  await flushWrites();
  const failed = await database().read.auditEvent.findMany({
    where: { activityCode: "dashboard.login.failed" },
  });
  expect(failed.length).toBeGreaterThan(0);
  expect(failed[0]?.targetId).toBe(team.admin.id);
});

test("guesses in several sessions of a user count together, as those of sign-ins do", async () => {
  const { cookie: other } = await seedSession(team.admin.id);
  for (let at = 0; at < 5; at += 1) {
    for (const as of [cookie, other]) expect((await prove(as, `guess ${at}`)).status).toBe(422);
  }
  const { cookie: third } = await seedSession(team.admin.id);
  expect((await prove(third)).status).toBe(429);
  expect((await prove(third, TEST_PASSWORD, "198.51.100.7")).status).toBe(200);
});

test("others than owners and admins, and access tokens, are refused", async () => {
  for (const who of ["networkAdmin", "auditor", "billingAdmin", "person"] as const) {
    const { cookie: theirs } = await seedSession(team[who].id);
    for (const extra of [{}, { dry_run: true }]) {
      expect((await start({ all: true }, extra, theirs)).status).toBe(403);
    }
  }
  const body = { filter: { all: true }, dry_run: true };
  expect((await callApi("POST", PATH, { token: team.owner.token, body })).status).toBe(403);
});

test.each([
  ["demoted", { role: "auditor" }],
  ["blocked", { isBlocked: true }],
])("the revocation of an admin who was %s meanwhile stops, and says so", async (_, data) => {
  await seedTokens(3);
  const before = await left();
  const { body } = await start({ all: true });
  await setUser(team.admin.id, data);
  await run();
  expect(await left()).toEqual(before);
  ({ cookie } = await seedSession(team.owner.id));
  expect(await report(body.revocation.id)).toMatchObject({ state: "stopped", revoked: 0 });
  const [event] = await eventsOf("revocation.end");
  expect(event?.meta).toMatchObject({ ended: "stopped", revoked: "0" });
  await setUser(team.admin.id, { role: "admin", isBlocked: false });
  await run();
  expect(await left()).toEqual(before);
});

test("a token used since the start is not revoked as unused", async () => {
  const [used = "", unused = ""] = await seedTokens(2);
  const filter = { user_id: team.machine.id, unused_for_days: 7 };
  const { body } = await start(filter);
  expect(body.matched).toBe(3);
  await setToken(used, { lastUsedAt: new Date() });
  await run();
  expect(await left()).toContain(used);
  expect(await left()).not.toContain(unused);
  expect(await report(body.revocation.id)).toMatchObject({ revoked: 2, remaining: 1 });
});

test("a server that ends between two parts leaves the rest to another, after its lease", async () => {
  await seedTokens(80);
  const { body } = await start({ user_id: team.machine.id });
  const ending = new AbortController();
  const partly = runRevocations(ending.signal);
  await expect.poll(async () => (await report(body.revocation.id)).revoked).toBeGreaterThan(0);
  ending.abort();
  await partly;
  const { revoked } = await report(body.revocation.id);
  expect(revoked).toBeLessThan(81);
  await run();
  expect(await report(body.revocation.id)).toMatchObject({ state: "running", revoked });
  const heldUntil = new Date(Date.now() - LEASE_MS);
  await database().write((tx) => tx.tokenRevocation.updateMany({ data: { heldUntil } }));
  await Promise.all([run(), run(), run()]);
  expect(await report(body.revocation.id)).toMatchObject({ state: "done", revoked: 81 });
  const targets = (await eventsOf("delete")).map(({ meta }) => Object(meta).target_token_id);
  expect([targets.length, new Set(targets).size]).toEqual([81, 81]);
  expect(await eventsOf("revocation.end")).toHaveLength(1);
});

test("a revocation that fails holds up no other one, and is tried again", async () => {
  const { body: first } = await start({ user_id: team.reader.id });
  const { id } = first.revocation;
  const setFilter = (filter: object) =>
    database().write((tx) => tx.tokenRevocation.update({ where: { id }, data: { filter } }));
  await setFilter({ of_a_later_version: true });
  const { body: second } = await start({ user_id: team.machine.id });
  await expect(run()).rejects.toThrow("of_a_later_version");
  expect(await report(second.revocation.id)).toMatchObject({ state: "done", revoked: 1 });
  await setFilter({ user_id: team.reader.id });
  await run();
  expect(await report(id)).toMatchObject({ state: "done", revoked: 1 });
});

test("another account's tokens and revocations are out of reach", async () => {
  const other = await seedTeam();
  const { body } = await start({ all: true });
  await run();
  expect(await left()).toContain(other.machine.tokenId);
  const { cookie: theirs } = await seedSession(other.owner.id);
  const { id } = body.revocation;
  expect((await callApi("GET", `${PATH}/${id}`, { cookie: theirs })).status).toBe(404);
});

test.each([
  ["no condition", {}, "filter"],
  ["all with a condition", { all: true, user_id: "u" }, "filter.all"],
  ["an unknown condition", { owner: "u" }, "filter.owner"],
  ["days out of range", { unused_for_days: 0 }, "filter.unused_for_days"],
  ["bits behind the length", { used_from: "10.0.0.1/8" }, "filter.used_from"],
])("%s is refused", async (_, filter, path) => {
  const { status, body } = await start(filter);
  expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
});

test("exactly the tokens of a model are revoked, for random tokens and filters", async () => {
  const users = [team.machine, team.reader, team.person];
  const pick = <T>(ones: readonly T[]): T => ones[Math.floor(Math.random() * ones.length)] as T;
  const ADDRESSES = ["192.0.2.1", "192.0.2.200", "198.51.100.7", "2001:db8::1"];
  const inNetwork = (address: string | null | undefined, network: string) =>
    address?.startsWith(network === "192.0.2.0/25" ? "192.0.2.1" : "2001:db8") === true &&
    address !== "192.0.2.200";
  for (let round = 0; round < 12; round += 1) {
    for (let at = 0; at < 15; at += 1) {
      const id = (await seedToken(pick(users).id)).id;
      const createdAt = new Date(Date.now() - pick([1, 20, 40]) * DAY_MS);
      const ages = [null, 2, 15, 30].filter(
        (age) => age === null || age * DAY_MS < Date.now() - createdAt.getTime(),
      );
      const age = pick(ages);
      const lastUsedIp = age === null ? null : pick(ADDRESSES);
      const lastUsedAt = age === null ? null : new Date(Date.now() - age * DAY_MS);
      await setToken(id, { createdAt, createdBy: pick(users).id, lastUsedAt, lastUsedIp });
      if (lastUsedAt === null) continue;
      const addresses = new Set([lastUsedIp ?? "", pick(ADDRESSES)]);
      await database().write((tx) =>
        tx.tokenAddress.createMany({
          data: [...addresses].map((address) => ({
            ...{ tokenId: id, address, agent: "", firstUsedAt: lastUsedAt, lastUsedAt },
          })),
        }),
      );
    }
    const maybe = <T>(value: T) => (Math.random() < 0.4 ? value : undefined);
    const NETWORKS = ["192.0.2.0/25", "2001:db8::/32"];
    const filter = {
      ...{ user_id: maybe(pick(users).id), created_by: maybe(pick(users).id) },
      ...{ unused_for_days: maybe(pick([10, 25])) },
      ...{ last_used_from: maybe(pick(NETWORKS)), used_from: maybe(pick(NETWORKS)) },
    };
    if (Object.values(filter).every((value) => value === undefined))
      filter.user_id = pick(users).id;
    const rows = await database().read.token.findMany({ include: { addresses: true } });
    const old = Date.now() - (filter.unused_for_days ?? 0) * DAY_MS;
    const expected = rows.filter(
      (row) =>
        (filter.user_id ?? row.userId) === row.userId &&
        (filter.created_by ?? row.createdBy) === row.createdBy &&
        (filter.unused_for_days === undefined ||
          (row.createdAt.getTime() < old && (row.lastUsedAt?.getTime() ?? 0) < old)) &&
        (filter.last_used_from === undefined || inNetwork(row.lastUsedIp, filter.last_used_from)) &&
        (filter.used_from === undefined ||
          row.addresses.some(({ address }) => inNetwork(address, filter.used_from ?? ""))),
    );
    const { body } = await start(filter);
    expect(body.matched, JSON.stringify(filter)).toBe(expected.length);
    await run();
    const ids = new Set(expected.map(({ id }) => id));
    const rest = rows.map(({ id }) => id).filter((id) => !ids.has(id));
    expect((await left()).sort(), JSON.stringify(filter)).toEqual(rest.sort());
  }
});

test("an unknown revocation is not found, and one stays readable to other admins", async () => {
  const { body } = await start({ user_id: team.reader.id });
  const other = await seedMember(team.account, { role: "admin" });
  const { cookie: theirs } = await seedSession(other.id);
  const path = `${PATH}/${body.revocation.id}`;
  expect((await callApi("GET", path, { cookie: theirs })).body).toEqual(body.revocation);
  expect((await callApi("GET", `${PATH}/none`, { cookie: theirs })).status).toBe(404);
});

test("a revocation is kept for 400 days after its end, and one that runs for longer", async () => {
  const ids = [];
  for (const user of [team.reader, team.machine, team.admin]) {
    ids.push((await start({ user_id: user.id })).body.revocation.id);
  }
  const [old, recent, running] = ids;
  const now = new Date();
  const ended = (id: string, days: number) =>
    database().write((tx) =>
      tx.tokenRevocation.update({
        where: { id },
        data: { state: "done", finishedAt: new Date(now.getTime() - days * DAY_MS) },
      }),
    );
  await ended(old, 401);
  await ended(recent, 399);
  expect(await pruneRevocations(now)).toBe(true);
  const kept = await database().read.tokenRevocation.findMany({ select: { id: true } });
  expect(kept.map(({ id }) => id).sort()).toEqual([recent, running].sort());
});
