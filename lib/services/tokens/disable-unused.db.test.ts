import { beforeEach, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  type SeededUser,
  seedAccount,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { disableUnused } from "./disable-unused.ts";

const START = new Date();
const DAYS = 30;

let account: SeededAccount;
let machine: SeededUser;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount({ accessTokenDisableUnusedDays: DAYS });
  machine = await seedUser(account, { role: "admin", isServiceUser: true, name: "ci" });
});

const on = (day: number) => new Date(START.getTime() + day * DAY_MS);
const run = (day: number) => disableUnused(on(day), new AbortController().signal);

/** A token that expires in a year, last used or else created on these days from the start. */
async function tokenWith({ used, created }: { used?: number; created: number }) {
  const token = await seedToken(machine.id, { expiresAt: on(360) });
  const lastUsedAt = used === undefined ? null : on(used);
  const data = { createdAt: on(created), lastUsedAt };
  await database().write((tx) => tx.token.update({ where: { id: token.id }, data }));
  return token;
}

const setUse = (id: string, day: number) =>
  database().write((tx) => tx.token.update({ where: { id }, data: { lastUsedAt: on(day) } }));

const setDays = (accessTokenDisableUnusedDays: number | null) =>
  database().write((tx) =>
    tx.account.update({
      where: { id: account.id },
      data: { settings: accountSettings.parse({ accessTokenDisableUnusedDays }) },
    }),
  );

async function stateOf(id: string) {
  const { disabledReason } = await database().read.token.findUniqueOrThrow({ where: { id } });
  const events = await database().read.auditEvent.findMany({ orderBy: { id: "asc" } });
  const own = events.filter(({ meta }) => Object(meta).target_token_id === id);
  const short = (code: string) => code.replace("personal.access.token.", "");
  return { disabledReason, codes: own.map(({ activityCode }) => short(activityCode)) };
}

const NOTICED = { disabledReason: null, codes: ["unused"] };
const DISABLED = { disabledReason: "unused", codes: ["unused", "disable"] };
const UNTOUCHED = { disabledReason: null, codes: [] };

test.each([
  ["used", { used: 0, created: -100 }],
  ["never used", { created: 0 }],
])("a token %s gets a notice seven days before it is disabled", async (_, times) => {
  const { id } = await tokenWith(times);
  await run(22.9);
  expect(await stateOf(id)).toEqual(UNTOUCHED);
  for (const day of [23.1, 24, 29.9]) await run(day);
  expect(await stateOf(id)).toEqual(NOTICED);
  await run(30.2);
  await run(31);
  expect(await stateOf(id)).toEqual(DISABLED);
  const event = await database().read.auditEvent.findFirstOrThrow({ orderBy: { id: "asc" } });
  expect(event.meta).toMatchObject({ disabled_on: on(30.1).toISOString().slice(0, 10) });
});

test("a token unused for years gets a notice first, and seven days", async () => {
  const { id } = await tokenWith({ used: -700, created: -800 });
  await run(0);
  await run(6.9);
  expect(await stateOf(id)).toEqual(NOTICED);
  await run(7.1);
  expect(await stateOf(id)).toEqual(DISABLED);
});

test("a use after the notice keeps the token working, until another notice", async () => {
  const { id } = await tokenWith({ used: 0, created: -100 });
  await run(24);
  await setUse(id, 25);
  for (const day of [31, 47]) await run(day);
  expect(await stateOf(id)).toEqual(NOTICED);
  await run(49);
  expect(await stateOf(id)).toEqual({ disabledReason: null, codes: ["unused", "unused"] });
  await run(56.5);
  expect((await stateOf(id)).disabledReason).toBe("unused");
});

test("a use that is not written yet counts", async () => {
  const { id, text } = await tokenWith({ used: -100, created: -100 });
  await run(-8);
  expect((await callApi("GET", "/api/users", { token: text })).status).toBe(200);
  await run(0);
  expect((await stateOf(id)).disabledReason).toBe(null);
});

test.each([
  ["switched off", null],
  ["raised", 300],
])("a notice from before the setting was %s for a while disables nothing", async (_, between) => {
  const { id } = await tokenWith({ used: 0, created: -100 });
  await run(24);
  await setDays(between);
  await run(31);
  await setDays(DAYS);
  await run(200);
  expect(await stateOf(id)).toEqual({ disabledReason: null, codes: ["unused", "unused"] });
  await run(207.1);
  expect((await stateOf(id)).disabledReason).toBe("unused");
});

test("a token whose notice is over works on until the days of a setting raised meanwhile", async () => {
  const { id } = await tokenWith({ used: 0, created: -100 });
  await run(24);
  await setDays(DAYS + 5);
  await run(34.9);
  expect(await stateOf(id)).toEqual(NOTICED);
  await run(35.1);
  expect(await stateOf(id)).toEqual(DISABLED);
});

test("an enabled token gets another notice and seven days", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { text } = await seedToken(owner.id);
  const { id } = await tokenWith({ used: -100, created: -100 });
  await run(0);
  await run(8);
  const path = `/api/users/${machine.id}/tokens/${id}/enable`;
  expect((await callApi("POST", path, { token: text })).status).toBe(200);
  await run(8.1);
  await run(15);
  const codes = ["unused", "disable", "enable", "unused"];
  expect(await stateOf(id)).toEqual({ disabledReason: null, codes });
  await run(15.2);
  expect((await stateOf(id)).disabledReason).toBe("unused");
});

test("a rotation after the notice gives the new secret another notice and seven days", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { text } = await seedToken(owner.id);
  const { id } = await tokenWith({ used: -100, created: -100 });
  await run(0);
  const path = `/api/users/${machine.id}/tokens/${id}/rotate`;
  expect((await callApi("POST", path, { token: text, body: {} })).status).toBe(200);
  await run(8);
  expect((await stateOf(id)).disabledReason).toBeNull();
});

test("nothing happens without the setting, to expired tokens, and to those of other accounts", async () => {
  const other = await seedAccount();
  const theirs = await seedUser(other, { role: "user", isServiceUser: true });
  const foreign = await seedToken(theirs.id, { expiresAt: on(300) });
  const expired = await tokenWith({ used: -100, created: -100 });
  const data = { expiresAt: on(-1) };
  await database().write((tx) => tx.token.update({ where: { id: expired.id }, data }));
  const kept = await tokenWith({ used: -100, created: -100 });
  await run(0);
  const settings = accountSettings.parse({});
  await database().write((tx) =>
    tx.account.update({ where: { id: account.id }, data: { settings } }),
  );
  await run(8);
  expect(await stateOf(kept.id)).toEqual(NOTICED);
  for (const { id } of [foreign, expired]) expect(await stateOf(id)).toEqual(UNTOUCHED);
});

test("two servers give one notice to each of many tokens, and disable each once", async () => {
  const tokens = [];
  for (let at = 0; at < 60; at += 1) {
    tokens.push(await tokenWith(at % 2 === 0 ? { used: -90, created: -99 } : { created: -90 }));
  }
  for (const day of [0, 8]) await Promise.all([run(day), run(day)]);
  for (const { id } of tokens) expect(await stateOf(id)).toEqual(DISABLED);
});

test("a disabled token is refused", async () => {
  const { text } = await tokenWith({ used: -100, created: -100 });
  for (const day of [0, 8]) await run(day);
  await flushWrites();
  const answer = await callApi("GET", "/api/users/current", { token: text });
  expect(answer).toMatchObject({ status: 403, body: { message: "access token is disabled" } });
});
