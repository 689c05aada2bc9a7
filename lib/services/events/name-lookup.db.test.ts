import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedEvents,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { peopleMatching, withTargetNames } from "./name-lookup.ts";

/** One more of each kind than a search covers. */
const DELETED = 1001;

let account: SeededAccount;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  await seedEvents(
    account,
    ["user.delete", "service.user.delete"].flatMap((code) =>
      Array.from({ length: DELETED }, (_, index) => ({
        at: new Date(Date.UTC(2026, 0, 1) + index),
        code,
        targetId: `${code} ${index}`,
        meta: { name: `gone ${index}.`, email: "" },
      })),
    ),
  );
});

test("a search finds the thousand users and service users that were deleted last", async () => {
  const found = (search: string) => peopleMatching(database().read, account.id, search);
  expect(await found("Gone 1000.")).toEqual(["user.delete 1000", "service.user.delete 1000"]);
  expect(await found("gone 1.")).toEqual(["user.delete 1", "service.user.delete 1"]);
  expect(await found("gone 0.")).toEqual([]);
});

test("an event has the name of a target that was deleted long ago", async () => {
  const { read } = database();
  const rows = await read.auditEvent.findMany({ where: { targetId: "user.delete 0" } });
  const events = await withTargetNames(read, account.id, rows as never);
  expect(events[0]?.meta).toMatchObject({ username: "gone 0.", email: "" });
});

test("finds a user once, by name or email, and never one of another account", async () => {
  const there = await seedUser(account, { role: "user", name: "both", email: "both@example.test" });
  await seedUser(await seedAccount(), {
    role: "user",
    name: "both too",
    email: "both2@example.test",
  });
  expect(await peopleMatching(database().read, account.id, "BOTH")).toEqual([there.id]);
  expect(await peopleMatching(database().read, account.id, "both@ex")).toEqual([there.id]);
});
