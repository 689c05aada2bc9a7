import { z } from "zod";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { userOf } from "./mirror-row.ts";
import { readAs } from "./read-as.ts";

const LIST_MAX_BYTES = 16 * 1024 * 1024;
const SHOWN = 200;

const missing = (text: string | null | undefined) => text ?? "";
const textOrNone = z.string().nullish().transform(missing);
const events = z.array(
  z.object({
    ...{ id: z.coerce.string(), timestamp: z.coerce.date(), activity: z.string() },
    ...{ activity_code: textOrNone, target_id: textOrNone },
    ...{ initiator_id: textOrNone, initiator_name: textOrNone, initiator_email: textOrNone },
    meta: z
      .record(z.string(), z.unknown())
      .nullish()
      .transform((meta) => meta ?? {}),
  }),
);
type WireEvent = z.output<typeof events>[number];

/** An event of the NetBird server's audit log. */
export type NetBirdEvent = {
  id: string;
  at: Date;
  activity: string;
  initiator: string;
  /** The service user of Roost who called; null for all others. */
  initiatorUserId: string | null;
  target: string;
};

/** The newest events of the NetBird server, newest first, as the actor's service user there. */
export async function listNetBirdEvents(actor: Actor): Promise<NetBirdEvent[]> {
  assertCanBegin(actor, "events.list");
  const need = { module: "events", verb: "read" } as const;
  const path = "/api/events/audit";
  const listed = await readAs(actor, { path, need, schema: events, maxBytes: LIST_MAX_BYTES });
  const callers = await serviceUsers(actor.accountId);
  return listed
    .toSorted((one, other) => other.timestamp.getTime() - one.timestamp.getTime())
    .slice(0, SHOWN)
    .map((event) => viewOf(event, callers.get(event.initiator_id) ?? null));
}

/** The service users of Roost by the ID of the one that stands for each at the NetBird server. */
async function serviceUsers(accountId: string): Promise<Map<string, string>> {
  const rows = await database().read.netBirdMirror.findMany({
    where: { accountId },
    select: { upstreamId: true, owner: true },
  });
  const pairs = rows.flatMap(({ upstreamId, owner }) => {
    const userId = userOf(owner);
    return upstreamId === null || userId === null ? [] : ([[upstreamId, userId]] as const);
  });
  const present = await database().read.user.findMany({
    where: { accountId, id: { in: pairs.map(([, id]) => id) } },
    select: { id: true },
  });
  const ids = new Set(present.map(({ id }) => id));
  return new Map(pairs.filter(([, id]) => ids.has(id)));
}

function viewOf(event: WireEvent, initiatorUserId: string | null): NetBirdEvent {
  const { id, timestamp: at, activity, activity_code: code, meta } = event;
  const name = [meta.name, meta.username, meta.email].find((one) => typeof one === "string" && one);
  return {
    ...{ id, at, activity: activity || code, initiatorUserId },
    initiator: event.initiator_name || event.initiator_email || event.initiator_id,
    target: typeof name === "string" ? name : event.target_id,
  };
}
