import type { ActivityCode } from "#lib/contract/activities.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { EventView } from "#lib/contract/views.ts";
import type { ReadClient } from "#lib/db/database.ts";
import { containing, nameKeyOf } from "../name-key.ts";

/** The events that keep what a deleted user was called. */
const DELETIONS: ActivityCode[] = ["user.delete", "service.user.delete"];
/** The same for those of a few users, so that the database goes by the user and not by the code. */
const DELETION = { endsWith: "user.delete" };
const PEOPLE_MAX = 1000;

type Person = { id: string; name: string; email: string };
type Row = Omit<EventView, "meta"> & { meta: unknown };

const textsOf = (meta: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(meta)).map(([name, value]) => [name, String(value)]));

async function deletedPeople(
  read: ReadClient,
  accountId: string,
  ids?: string[],
): Promise<Person[]> {
  const rows = await read.auditEvent.findMany({
    where: {
      accountId,
      ...(ids
        ? { activityCode: DELETION, targetId: { in: ids } }
        : { activityCode: { in: DELETIONS } }),
    },
    select: { targetId: true, meta: true },
  });
  return rows.map(({ targetId, meta }) => {
    const { username, name = "", email = "" } = textsOf(meta);
    return { id: targetId, name: username ?? name, email };
  });
}

/**
 * The users, deleted ones too, whose name or e-mail holds the text; undefined where nothing is
 * searched for. 422 for a text that finds more than a thousand.
 */
export async function peopleMatching(
  read: ReadClient,
  accountId: string,
  search: string | undefined,
): Promise<string[] | undefined> {
  const key = nameKeyOf(search ?? "").trim();
  if (key === "") return undefined;
  const users = await read.user.findMany({
    where: { accountId, OR: [{ nameKey: containing(key) }, { emailKey: containing(key) }] },
    select: { id: true },
    take: PEOPLE_MAX + 1,
  });
  const deleted = (await deletedPeople(read, accountId)).filter(({ name, email }) =>
    [name, email].some((told) => nameKeyOf(told).includes(key)),
  );
  const ids = [...users, ...deleted].map(({ id }) => id);
  if (ids.length <= PEOPLE_MAX) return ids;
  const message = `search finds more than ${PEOPLE_MAX} users`;
  throw new Problem("validation_failed", message, { errors: [{ path: "search", message }] });
}

/** Events with `username` and `email` of targets that are users, or were (contract 2.12). */
export async function withTargetNames(
  read: ReadClient,
  accountId: string,
  rows: Row[],
): Promise<EventView[]> {
  const ids = [...new Set(rows.map((row) => row.targetId))].filter((id) => id !== accountId);
  const users = await read.user.findMany({
    where: { accountId, id: { in: ids } },
    select: { id: true, name: true, email: true },
  });
  const people = new Map(users.map((user) => [user.id, user]));
  const gone = ids.filter((id) => !people.has(id));
  const deleted = gone.length === 0 ? [] : await deletedPeople(read, accountId, gone);
  for (const person of deleted) people.set(person.id, person);
  return rows.map(({ meta, ...row }) => {
    const person = people.get(row.targetId);
    const names = person ? { username: person.name, email: person.email } : {};
    return { ...row, meta: { ...textsOf(meta), ...names } };
  });
}
