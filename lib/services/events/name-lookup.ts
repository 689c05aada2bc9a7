import type { ActivityCode } from "#lib/contract/activities.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { invalid } from "#lib/contract/problem.ts";
import type { EventView } from "#lib/contract/views.ts";
import type { ReadClient } from "#lib/db/database.ts";
import { containing } from "../containing.ts";

/** The events that keep what a deleted user was called. */
const DELETIONS: ActivityCode[] = ["user.delete", "service.user.delete"];
/** The same for those of a few users, so that the database goes by the user and not by the code. */
const DELETION = { endsWith: "user.delete" };
const PEOPLE_MAX = 1000;
/** Of each kind, so many of those deleted last are searched: their names are in no index. */
const DELETED_MAX = 1000;

type Person = { id: string; name: string; email: string };
type Deletion = { targetId: string; meta: unknown };
const deletionColumns = { targetId: true, meta: true } as const;
type Row = Omit<EventView, "meta"> & { meta: unknown };

const textsOf = (meta: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(meta)).map(([name, value]) => [name, String(value)]));

function deletedAmong(read: ReadClient, accountId: string, ids: string[]): Promise<Deletion[]> {
  return read.auditEvent.findMany({
    where: { accountId, activityCode: DELETION, targetId: { in: ids } },
    select: deletionColumns,
  });
}

async function deletedLast(read: ReadClient, accountId: string): Promise<Deletion[]> {
  const kinds = DELETIONS.map((activityCode) =>
    read.auditEvent.findMany({
      where: { accountId, activityCode },
      select: deletionColumns,
      orderBy: [{ timestamp: "desc" }, { id: "desc" }],
      take: DELETED_MAX,
    }),
  );
  return (await Promise.all(kinds)).flat();
}

function personIn({ targetId, meta }: Deletion): Person {
  const { username, name = "", email = "" } = textsOf(meta);
  return { id: targetId, name: username ?? name, email };
}

/**
 * The users, and the last thousands of deleted ones, whose name or e-mail holds the text; undefined
 * where nothing is searched for. 422 for a text that finds more than a thousand.
 */
export async function peopleMatching(
  read: ReadClient,
  accountId: string,
  search: string | undefined,
): Promise<string[] | undefined> {
  const key = nameKeyOf(search ?? "");
  if (key === "") return undefined;
  const users = [
    ...(await read.user.findMany({
      where: { accountId, nameKey: containing(key) },
      select: { id: true },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: PEOPLE_MAX + 1,
    })),
    // Only people have an e-mail: its own index is shorter than the account's.
    ...(await read.user.findMany({
      where: { emailKey: containing(key), NOT: { NOT: { accountId } } },
      select: { id: true },
      orderBy: { emailKey: "asc" },
      take: PEOPLE_MAX + 1,
    })),
  ];
  const deleted = (await deletedLast(read, accountId))
    .map(personIn)
    .filter(({ name, email }) => [name, email].some((told) => nameKeyOf(told).includes(key)));
  const ids = [...new Set([...users, ...deleted].map(({ id }) => id))];
  if (ids.length <= PEOPLE_MAX) return ids;
  const message = `search finds more than ${PEOPLE_MAX} users`;
  throw invalid("search", message);
}

/** Events with `username` and `email` of targets that are users, or were (contract 2.12). */
export async function withTargetNames(
  read: ReadClient,
  accountId: string,
  rows: Row[],
): Promise<EventView[]> {
  const ids = [...new Set(rows.map((row) => row.targetId))].filter((id) => id !== accountId);
  // By id alone: beside the account, SQLite would look through all of its users for a few.
  const users = await read.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, accountId: true, name: true, email: true },
  });
  const own = users.filter((user) => user.accountId === accountId);
  const people = new Map(own.map(({ id, name, email }) => [id, { id, name, email }]));
  const gone = ids.filter((id) => !people.has(id));
  const deleted = gone.length === 0 ? [] : await deletedAmong(read, accountId, gone);
  for (const person of deleted.map(personIn)) people.set(person.id, person);
  return rows.map(({ meta, ...row }) => {
    const person = people.get(row.targetId);
    const names = person ? { username: person.name, email: person.email } : {};
    return { ...row, meta: { ...textsOf(meta), ...names } };
  });
}
