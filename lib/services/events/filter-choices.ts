import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";

/** So many of the latest events are looked through for who did something. */
const LOOKED_THROUGH = 1000;

/** What the events of an account can be narrowed to: kinds that occurred, and who acted among the latest. */
export type EventChoices = {
  codes: ActivityCode[];
  initiators: { id: string; name: string }[];
};

/** Finds them by an index each, however many events there are. */
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
