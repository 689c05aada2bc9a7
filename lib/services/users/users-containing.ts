import { database } from "#lib/db/database.ts";
import { preparedRead, text } from "#lib/db/prepared.ts";
import { containing } from "../containing.ts";

/*
 * Both scan an index without its rows: of all names, and of the emails, which few users have.
 */

const named = preparedRead(
  "users_named",
  { id: text("u.id") },
  `FROM "User" u WHERE u."accountId" = $1 AND u."nameKey" LIKE $2 ESCAPE '\\'
   ORDER BY u."nameKey", u."id" LIMIT $3`,
);

const withEmail = preparedRead(
  "users_with_email",
  { id: text("u.id") },
  // Hidden from SQLite, which would else scan all users of the account.
  `FROM "User" u WHERE u."emailKey" > '' AND NOT (NOT (u."accountId" = $1))
   AND u."emailKey" LIKE $2 ESCAPE '\\' ORDER BY u."emailKey" LIMIT $3`,
);

/**
 * The IDs of the account's users whose name or email contains the key of a search; undefined if
 * there are more than `most`.
 */
export async function usersContaining(
  accountId: string,
  key: string,
  most: number,
): Promise<string[] | undefined> {
  const { prepared } = database();
  const pattern = `%${containing(key).contains}%`;
  const rows = [
    ...(await prepared(named, [accountId, pattern, most + 1])),
    ...(await prepared(withEmail, [accountId, pattern, most + 1])),
  ];
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.length > most ? undefined : ids;
}
