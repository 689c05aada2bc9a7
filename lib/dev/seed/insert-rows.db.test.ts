import { expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { insertRows } from "./insert-rows.ts";

const at = new Date("2026-01-31T12:34:56.789Z");

test("stores rows exactly like the client, and numbers them in order", async () => {
  const { url } = await freshDatabase();
  useTestSettings({ databaseUrl: url });
  const { id: accountId } = await seedAccount();
  const userRow = (id: string) => ({
    ...{ id, accountId, name: `O'Brien "ß" 😀 ${id}`, nameKey: "k", role: "user", createdBy: "" },
    ...{ isServiceUser: true, isBlocked: false, createdAt: at, lastLoginAt: null },
  });
  const eventRow = (targetId: string) => ({
    ...{ accountId, timestamp: at, activityCode: "group.add", targetId },
    ...{ initiatorId: "", initiatorName: "", initiatorEmail: "" },
    meta: { name: `O'Brien "ß" 😀`, deep: { list: [1, null] } },
  });
  await database().write(async (tx) => {
    await tx.user.createMany({ data: [userRow("1")] });
    await tx.auditEvent.createMany({ data: [eventRow("1")] });
    await insertRows(tx, "User", [userRow("2"), userRow("3")]);
    await insertRows(tx, "AuditEvent", [eventRow("2"), eventRow("3")]);
    await insertRows(tx, "Membership", []);
  });
  const { read } = database();
  // Compares the stored text: the client accepts more forms than it writes.
  const users = await read.$queryRaw<object[]>`
    SELECT "name", CAST("createdAt" AS TEXT) "at", CAST("isServiceUser" AS TEXT) "service",
      CAST("isBlocked" AS TEXT) "blocked", "lastLoginAt", "issued" FROM "User" ORDER BY "id"`;
  expect(users).toEqual([1, 2, 3].map((id) => ({ ...users[0], name: userRow(`${id}`).name })));
  const events = await read.$queryRaw<object[]>`
    SELECT "targetId", CAST("timestamp" AS TEXT) "at", CAST("meta" AS TEXT) "meta"
    FROM "AuditEvent" ORDER BY "id"`;
  expect(events).toEqual([1, 2, 3].map((id) => ({ ...events[0], targetId: `${id}` })));
});
