import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";

/** Number of latest events that are scanned for initiators. */
const LOOKED_THROUGH = 1000;

/** The filter choices for an account's events: kinds that occurred, and initiators of the latest. */
export type EventChoices = {
  codes: ActivityCode[];
  initiators: { id: string; name: string }[];
};

/** Finds them with one index lookup each, regardless of the number of events. */
export async function eventChoices(actor: Actor): Promise<EventChoices> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  const { read } = database();
  // `ACTIVITIES` has no other keys.
  const known = Object.keys(ACTIVITIES) as ActivityCode[];
  const occurred = await Promise.all(
    known.map((activityCode) =>
      read.auditEvent.findFirst({ where: { accountId, activityCode }, select: { id: true } }),
    ),
  );
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
    codes: known.filter((_, at) => occurred[at] !== null),
    initiators: [...names]
      .map(([id, name]) => ({ id, name }))
      .sort((one, other) => one.name.localeCompare(other.name, "en")),
  };
}
