import type { ActivityCode } from "#lib/contract/activities.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { invalid, type Problem } from "#lib/contract/problem.ts";
import type { EventView } from "#lib/contract/views.ts";
import type { ReadClient } from "#lib/db/database.ts";
import { usersContaining } from "../users/users-containing.ts";
import { withOutcome } from "./pending-outcome.ts";

/** The events that keep the names of deleted users. */
const DELETIONS: ActivityCode[] = ["user.delete", "service.user.delete"];
/** The same for a few users, so that the database uses the index on the user, not on the code. */
const DELETION = { endsWith: "user.delete" };
const PEOPLE_MAX = 1000;
/** Number of last deleted users of each kind that are searched: their names have no index. */
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
 * The users, including the last thousands of deleted ones, whose name or email contains the
 * search; undefined without a search. 422 if that finds more than a thousand.
 */
export async function peopleMatching(
  read: ReadClient,
  accountId: string,
  search: string | undefined,
): Promise<string[] | undefined> {
  const key = nameKeyOf(search ?? "");
  if (key === "") return undefined;
  const users = await usersContaining(accountId, key, PEOPLE_MAX);
  if (users === undefined) throw tooMany();
  const deleted = (await deletedLast(read, accountId))
    .map(personIn)
    .filter(({ name, email }) => [name, email].some((value) => nameKeyOf(value).includes(key)));
  const ids = [...new Set([...users, ...deleted.map(({ id }) => id)])];
  if (ids.length > PEOPLE_MAX) throw tooMany();
  return ids;
}

function tooMany(): Problem {
  const message = `search finds more than ${PEOPLE_MAX} users`;
  return invalid("search", message);
}

/** Events with `username` and `email` of targets that are or were users (contract 2.12). */
export async function withTargetNames(
  read: ReadClient,
  accountId: string,
  rows: Row[],
): Promise<EventView[]> {
  const ids = [...new Set(rows.map((row) => row.targetId))].filter((id) => id !== accountId);
  // By ID alone: with the account, SQLite would scan all of its users for a few.
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
    const texts = withOutcome(textsOf(meta), row.timestamp);
    return { ...row, meta: { ...texts, ...names } };
  });
}
