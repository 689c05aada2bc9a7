import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";

/** Number of latest events that are scanned for initiators. */
const LOOKED_THROUGH = 1000;

/** The filter choices for an account's events: kinds that occurred, and initiators of the latest. */
export type EventChoices = {
  codes: ActivityCode[];
  initiators: { id: string; name: string }[];
};

/** Finds them with one index lookup per kind that occurred, regardless of the number of events. */
export async function eventChoices(actor: Actor): Promise<EventChoices> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  const { read } = database();
  const occurred = await codesOf(accountId);
  const latest = await read.auditEvent.findMany({
    where: { accountId },
    select: { initiatorId: true, initiatorName: true, initiatorEmail: true },
    orderBy: [{ timestamp: "desc" }, { id: "desc" }],
    take: LOOKED_THROUGH,
  });
  const names = new Map(
    latest
      .filter(({ initiatorId }) => initiatorId !== "sys")
      .reverse()
      .map((row) => [row.initiatorId, row.initiatorName || row.initiatorEmail || row.initiatorId]),
  );
  return {
    // `ACTIVITIES` has no other keys.
    codes: (Object.keys(ACTIVITIES) as ActivityCode[]).filter((code) => occurred.has(code)),
    initiators: [...names]
      .map(([id, name]) => ({ id, name }))
      .sort((one, other) => one.name.localeCompare(other.name, "en")),
  };
}

/** The codes of an account's events, each found in the index behind the one before. */
async function codesOf(accountId: string): Promise<Set<string>> {
  const first = (condition: Prisma.Sql) => Prisma.sql`
    (SELECT MIN("activityCode") FROM "AuditEvent" WHERE "accountId" = ${accountId} AND ${condition})`;
  const rows = await database().read.$queryRaw<{ code: string }[]>`
    WITH RECURSIVE "found" ("code") AS (
      SELECT ${first(Prisma.sql`TRUE`)}
      UNION ALL
      SELECT ${first(Prisma.sql`"activityCode" > "found"."code"`)} FROM "found"
      WHERE "found"."code" IS NOT NULL
    ) SELECT "code" FROM "found" WHERE "code" IS NOT NULL`;
  return new Set(rows.map(({ code }) => code));
}
