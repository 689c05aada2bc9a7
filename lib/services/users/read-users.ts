import { type Database, database } from "#lib/db/database.ts";
import { boolean, number, preparedRead, text, time } from "#lib/db/prepared.ts";
import { type UserRow, userNotFound } from "./user-row.ts";

/* Prepared reads of users. They return the rows of `userColumns`. */

const columns = {
  id: text("u.id"),
  email: text("u.email"),
  name: text("u.name"),
  role: text("u.role"),
  isServiceUser: boolean("u.isServiceUser"),
  isBlocked: boolean("u.isBlocked"),
  pendingApproval: boolean("u.pendingApproval"),
  issued: text("u.issued"),
  description: text("u.description"),
  contactId: text.orNull("u.contactId"),
  lastLoginAt: time.orNull("u.lastLoginAt"),
  createdAt: time("u.createdAt"),
  nameKey: text("u.nameKey"),
  groupId: text.orNull("m.groupId"),
  position: number.orNull("m.position"),
};

const MEMBERSHIPS = `LEFT JOIN "Membership" m ON m."userId" = u."id"`;

const oneUser = preparedRead(
  "user",
  columns,
  `FROM "User" u ${MEMBERSHIPS} WHERE u."id" = $1 AND u."accountId" = $2`,
  10_000,
);

const newest = (name: string, condition: string, limit: string) =>
  preparedRead(
    name,
    columns,
    `FROM (
       SELECT * FROM "User" WHERE ${condition} ORDER BY "createdAt" DESC, "id" DESC LIMIT ${limit}
     ) u ${MEMBERSHIPS} ORDER BY u."createdAt" DESC, u."id" DESC`,
    10_000,
  );

const newestUsers = newest("newest_users", `"accountId" = $1`, "$2");
const newestOfKind = newest("newest_of_kind", `"accountId" = $1 AND "isServiceUser" = $2`, "$3");

/** The user of this account, or the contract's 404; `from` may be a transaction. */
export async function readUser(
  accountId: string,
  userId: string,
  from: Pick<Database, "prepared"> = database(),
): Promise<UserRow> {
  const [row] = withMemberships(await from.prepared(oneUser, [userId, accountId]));
  if (row === undefined) throw userNotFound(userId);
  return row;
}

/** The newest users of an account, at most `limit`; only users or only service users if given. */
export async function readNewestUsers(
  accountId: string,
  isServiceUser: boolean | undefined,
  limit: number,
): Promise<(UserRow & { nameKey: string })[]> {
  const { prepared } = database();
  const rows =
    isServiceUser === undefined
      ? await prepared(newestUsers, [accountId, limit])
      : await prepared(newestOfKind, [accountId, isServiceUser, limit]);
  return withMemberships(rows);
}

type Joined = Omit<UserRow, "memberships"> & {
  nameKey: string;
  groupId: string | null;
  position: number | null;
};

/** One row for each user, from a row for each of their memberships in no particular order. */
function withMemberships(joined: readonly Readonly<Joined>[]) {
  const users: (UserRow & { nameKey: string })[] = [];
  for (const { groupId, position, ...user } of joined) {
    let last = users.at(-1);
    if (last?.id !== user.id) {
      last = { ...user, memberships: [] };
      users.push(last);
    }
    if (groupId !== null && position !== null) last.memberships.push({ groupId, position });
  }
  return users;
}
