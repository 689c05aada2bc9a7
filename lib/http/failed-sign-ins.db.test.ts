import { beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { type Database, database, useDatabase } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  type SeededUser,
  seedAccount,
  seedUser,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const ORIGIN = { address: "192.0.2.7", userAgent: "a browser/1", requestId: "r" };
const STRANGER = "stranger@example.test";

let account: SeededAccount;
let person: SeededUser;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  replaceGlobalSingleton("recorded-attempts", new Map());
  account = await seedAccount();
  person = await seedUser(account, { role: "user" });
});

const fail = (email: string, password = "not the password") =>
  expect(signIn({ email, password }, ORIGIN)).rejects.toThrow();

async function recorded() {
  await flushWrites();
  return database().read.auditEvent.findMany({ orderBy: { id: "asc" } });
}

test("a wrong password is recorded with the user as target and no initiator", async () => {
  await fail(person.email.toUpperCase());
  expect(await recorded()).toEqual([
    expect.objectContaining({
      accountId: account.id,
      activityCode: "dashboard.login.failed",
      initiatorId: "sys",
      initiatorName: "",
      initiatorEmail: "",
      targetId: person.id,
      meta: {
        email: person.email.toUpperCase(),
        reason: "wrong_password",
        attempts: "1",
        address: "192.0.2.7",
        user_agent: "a browser/1",
        request_id: "r",
      },
    }),
  ]);
});

test("an unknown email is recorded with the account as target, a blocked user as such", async () => {
  const blocked = await seedUser(account, { role: "user", isBlocked: true });
  await fail(STRANGER);
  await fail(blocked.email, TEST_PASSWORD);
  await fail(blocked.email);
  expect(await recorded()).toMatchObject([
    { targetId: account.id, meta: { email: STRANGER, reason: "unknown_email" } },
    { targetId: blocked.id, meta: { reason: "blocked", attempts: "1" } },
    { targetId: blocked.id, meta: { reason: "wrong_password", attempts: "2" } },
  ]);
});

test("an input that is no email is not stored, since it may be the password", async () => {
  await fail(TEST_PASSWORD);
  await fail(`\0\uD800@example.test`);
  await fail("82TUOLP-X?@OQJWX");
  await fail("s3cret&word@home.lan");
  await fail(`${"x".repeat(300)}@example.test`);
  const events = await recorded();
  expect(events.length).toBeGreaterThan(2);
  for (const { meta } of events) expect(Object.keys(Object(meta))).not.toContain("email");
  expect(JSON.stringify(events)).not.toMatch(/82TUOLP|s3cret/);
  expect(JSON.stringify(events)).not.toContain(TEST_PASSWORD);
});

test("a flood of sign-ins records ever fewer events and hides no other user's", async () => {
  for (let count = 0; count < 120; count += 1) await fail(`${count}@example.test`);
  await fail(person.email);
  const events = await recorded();
  const attempts = events.map(({ targetId, meta }) => [targetId, Object(meta).attempts]);
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
  expect(attempts).toEqual([
    ...counts.map((count) => [account.id, String(count)]),
    [person.id, "1"],
  ]);
});

test("a failed sign-in is answered before it is written, known or unknown", async () => {
  const writes: unknown[] = [];
  const real = database();
  const watched: Database = {
    ...real,
    write: (work) => {
      writes.push(work);
      return real.write(work);
    },
  };
  useDatabase(watched);
  await fail(person.email);
  await fail(STRANGER);
  expect(writes).toEqual([]);
  await flushWrites();
  expect(writes).toHaveLength(1);
});

test("a successful sign-in and one before setup record no failure", async () => {
  await signIn({ email: person.email, password: TEST_PASSWORD }, ORIGIN);
  expect((await recorded()).map((event) => event.activityCode)).toEqual(["dashboard.login"]);
  await freshDatabase();
  await fail(STRANGER);
  expect(await recorded()).toEqual([]);
});
