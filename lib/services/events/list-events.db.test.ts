import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { explained } from "#lib/dev/testing/query-plan.ts";
import { seedAccount, seedEvents, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

/** 1 000 events, doubled until there are 128 000. */
const SEEDED = 1000;
const DOUBLINGS = 7;
const CODES = ["dashboard.login", "user.block", "user.unblock", "user.role.update"];
const at = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 1000);

let auditor: Member;
let reads: ReturnType<typeof explained>;
let initiatorId: string;
beforeAll(async () => {
  useTestSettings();
  const { database, url } = await freshDatabase();
  const account = await seedAccount();
  auditor = await seedMember(account, { role: "auditor" });
  const initiator = await seedUser(account, { role: "user" });
  initiatorId = initiator.id;
  const events = Array.from({ length: SEEDED }, (_, index) => ({
    at: at(index),
    // One in a thousand has a rare code, one in fifty an initiator.
    code: index === 0 ? "account.create" : (CODES[index % CODES.length] ?? ""),
    ...(index % 50 === 0 ? { initiator } : {}),
    targetId: `target ${index % 100}`,
  }));
  await seedEvents(account, events);
  const columns =
    '"accountId", "timestamp", "activityCode", "initiatorId", "initiatorName", "initiatorEmail", "targetId", "meta"';
  const double = `INSERT INTO "AuditEvent" (${columns}) SELECT ${columns} FROM "AuditEvent"`;
  for (let count = 0; count < DOUBLINGS; count += 1) {
    await database.write((tx) => tx.$executeRawUnsafe(double));
  }
  // PostgreSQL does this by itself after a while; SQLite never does.
  if (inject("testDatabases").kind === "postgresql") {
    await database.write((tx) => tx.$executeRawUnsafe("ANALYZE"));
  }
  reads = explained(database, url);
  useDatabase(reads.database);
});
afterAll(() => reads.close());

/** A step that reads every row, or sorts them before the first result. */
const SLOW = /\bscan (?:main\.)?AuditEvent|seq scan|\bsort\b|temp b-tree/i;

test.each([
  ["nothing", "timestamp", () => ""],
  ["a common code", "activityCode_timestamp", () => "&activity_code=user.block"],
  ["a rare code", "activityCode_timestamp", () => "&activity_code=account.create"],
  [
    "several codes",
    "activityCode_timestamp",
    () => "&activity_code=user.block,account.create,user.delete",
  ],
  ["an initiator", "initiatorId_timestamp", () => `&initiator_id=${initiatorId}`],
  ["a target", "targetId_timestamp", () => "&target_id=target 7"],
  ["a time", "timestamp", () => `&until=${at(500).toISOString()}`],
  [
    "a range of time",
    "timestamp",
    () => `&since=${at(1).toISOString()}&until=${at(3).toISOString()}`,
  ],
  ["the oldest first", "timestamp", () => "&sort=timestamp"],
])(
  "reads the first and the next page by %s from the index on %s, in order",
  async (by, column, query) => {
    reads.plans.length = 0;
    const read = (path: string) => callApi("GET", path, { token: auditor.token });
    const first = await read(`/api/events/audit?page_size=50${query()}`);
    expect(first.body).toHaveLength(50);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    expect((await read(next)).body).toHaveLength(50);

    const pages = reads.plans.filter(({ sql }) => sql.includes("ORDER BY"));
    expect(pages).toHaveLength(2 * (by === "several codes" ? 3 : 1));
    for (const { steps } of pages) {
      expect(steps.join("\n")).toContain(`AuditEvent_accountId_${column}_id_idx`);
      expect(steps.join("\n")).not.toMatch(SLOW);
    }
  },
);
