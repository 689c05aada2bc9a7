import { beforeEach, expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushWrites } from "../deferred-writes.ts";
import { describeUsers } from "./describe-users.ts";
import { getUser } from "./get-user.ts";
import { listUsers } from "./list-users.ts";

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const actorAs = (who: Who) =>
  actorOf(new Headers({ authorization: `Token ${team[who].token}` }), ORIGIN);

test.each(EVERYONE)("%s sees the token figures of users with readable tokens", async (who) => {
  const actor = await actorAs(who);
  const { items } = await listUsers(actor);
  const described = await describeUsers(actor, items);
  const isAdmin = ["owner", "admin", "machine"].includes(who);
  const seen = described.filter(({ tokens }) => tokens !== null).map(({ id }) => id);
  expect(seen.sort()).toEqual(isAdmin ? items.map(({ id }) => id).sort() : [team[who].id]);
  const own = described.find(({ id }) => id === team[who].id);
  expect(own?.tokens).toMatchObject({ active: 1, expired: 0 });
});

/** The auditor service user in the list of service users. */
async function figuresOfReader() {
  const owner = await actorAs("owner");
  const [described] = await describeUsers(owner, [await getUser(owner, team.reader.id)]);
  return described?.tokens;
}

test("a user's last use survives every way to revoke the token", async () => {
  expect(await figuresOfReader()).toMatchObject({ active: 1, lastUsedAt: null });
  const before = Date.now();
  const { id, token, tokenId } = team.reader;
  expect((await callApi("GET", "/api/users", { token })).status).toBe(200);
  await flushWrites();
  const { cookie } = await seedSession(team.owner.id);
  const path = `/api/users/${id}/tokens/${tokenId}`;
  expect((await callApi("DELETE", path, { cookie })).status).toBe(200);
  const figures = await figuresOfReader();
  expect(figures).toMatchObject({ active: 0, expired: 0, nextExpiryAt: null });
  expect(figures?.lastUsedAt?.getTime()).toBeGreaterThanOrEqual(before - 1);
});

test("a use written after the revocation counts for the user, and never moves back", async () => {
  const { id, token, tokenId } = team.reader;
  expect((await callApi("GET", "/api/users", { token })).status).toBe(200);
  await database().write((tx) => tx.token.delete({ where: { id: tokenId } }));
  await flushWrites();
  expect((await figuresOfReader())?.lastUsedAt).toBeInstanceOf(Date);
  const later = new Date(Date.now() + 60_000);
  await database().write((tx) => tx.user.update({ where: { id }, data: { lastUsedAt: later } }));
  const { text } = await seedToken(id);
  expect((await callApi("GET", "/api/users", { token: text })).status).toBe(200);
  await flushWrites();
  expect((await figuresOfReader())?.lastUsedAt).toEqual(later);
});

test.each<[Who, string[]]>([
  ["owner", ["new unchanged", "late expired", "promoted unchanged"]],
  ["admin", ["new unchanged", "late expired"]],
  ["networkAdmin", []],
  ["auditor", []],
  ["billingAdmin", []],
  ["person", []],
])("%s sees the state of generated passwords that they may reset", async (who, seen) => {
  const { token } = team.owner;
  const change = (name: string, data: object) =>
    database().write((tx) => tx.user.updateMany({ where: { name }, data }));
  for (const name of ["new", "late", "blocked", "promoted"]) {
    const body = { name, email: `${name}@example.test`, role: "user" };
    expect((await callApi("POST", "/api/users", { token, body })).status).toBe(200);
  }
  await change("late", { passwordGeneratedAt: new Date(Date.now() - 7 * DAY_MS) });
  await change("blocked", { isBlocked: true });
  await change("promoted", { role: "owner" });
  const { cookie } = await seedSession(team[who].id);
  const actor = await actorOf(new Headers({ cookie }), ORIGIN);
  const described = await describeUsers(actor, (await listUsers(actor)).items);
  const noted = described.flatMap(({ name, generatedPassword }) =>
    generatedPassword ? [`${name} ${generatedPassword.state}`] : [],
  );
  expect(noted.sort()).toEqual(seen.sort());
});
