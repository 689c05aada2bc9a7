import { globalSingleton } from "#lib/config/global-singleton.ts";
import { USAGE_DAYS } from "#lib/contract/usage.ts";
import type { DayCount } from "#lib/contract/views.ts";
import { type Database, database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { boundsOf, dayOf, lastDays } from "../days.ts";
import { assertCanBegin } from "../policy.ts";

/** The events of each of some days, without those that were written after the event `last`. */
type Counted = { last: number; days: ReadonlyMap<string, number> };

/** By database, then by account. An event never changes, and is never deleted before its account. */
const known = () =>
  globalSingleton("events by day", () => new WeakMap<Database, Map<string, Counted>>());

/** More new events than this are counted by day again. */
const NEW_EVENTS_MAX = 5000;

/** Number of audit events on each of the last days. Reads only events written since the last call. */
export async function eventsByDay(
  actor: Actor,
  days: number = USAGE_DAYS.preset,
): Promise<DayCount[]> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  const store = database();
  const ofAccounts = known().get(store) ?? new Map<string, Counted>();
  known().set(store, ofAccounts);
  const wanted = lastDays(new Date(), days);
  const before = (await withNewEvents(accountId, ofAccounts.get(accountId))) ?? {
    ...{ last: await lastEvent(), days: new Map<string, number>() },
  };
  const counted = await withDays(accountId, before, wanted);
  // Concurrent calls replace each other's result, each of which is complete up to its last event.
  ofAccounts.set(accountId, counted);
  return wanted.map((day) => ({ day, count: counted.days.get(day) ?? 0 }));
}

async function lastEvent(): Promise<number> {
  const newest = { orderBy: { id: "desc" }, select: { id: true } } as const;
  return (await database().read.auditEvent.findFirst(newest))?.id ?? 0;
}

/**
 * The counts with the events written since; undefined if there are too many. Writes are serialized,
 * so that an event has a greater ID than all that were visible before it.
 */
async function withNewEvents(
  accountId: string,
  counted: Counted | undefined,
): Promise<Counted | undefined> {
  if (counted === undefined) return undefined;
  const added = await database().read.auditEvent.findMany({
    where: { id: { gt: counted.last } },
    select: { id: true, accountId: true, timestamp: true },
    orderBy: { id: "asc" },
    take: NEW_EVENTS_MAX + 1,
  });
  if (added.length > NEW_EVENTS_MAX) return undefined;
  const days = new Map(counted.days);
  for (const { timestamp } of added.filter((event) => event.accountId === accountId)) {
    const day = dayOf(timestamp);
    const count = days.get(day);
    if (count !== undefined) days.set(day, count + 1);
  }
  return { last: added.at(-1)?.id ?? counted.last, days };
}

/** The counts of these days: those that are known, and one count along an index for each other. */
async function withDays(accountId: string, { last, days }: Counted, wanted: string[]) {
  const oldest = lastDays(new Date(), USAGE_DAYS.max)[0] ?? "";
  const all = new Map([...days].filter(([day]) => day >= oldest));
  // In sequence: in parallel they would take every connection from other requests.
  for (const day of wanted.filter((one) => !all.has(one))) {
    const where = { accountId, timestamp: boundsOf(day), id: { lte: last } };
    all.set(day, await database().read.auditEvent.count({ where }));
  }
  return { last, days: all };
}
