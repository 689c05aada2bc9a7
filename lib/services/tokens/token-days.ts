import { database, type Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { number, text } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";
import { dayOf } from "../days.ts";

/** What of a token is counted. Its account and its kind of owner never change. */
export type CountedToken = {
  expiresAt: Date;
  createdAt: Date;
  lastUsedAt: Date | null;
  disabledAt: Date | null;
};

/** The columns of these. */
export const countedColumns = {
  expiresAt: true,
  createdAt: true,
  lastUsedAt: true,
  disabledAt: true,
} as const;

export type CountedOwner = { accountId: string; isServiceUser: boolean };

/** The kinds of counts (prisma/models/token-day.prisma). */
export type DayKind = "expires" | "used" | "active" | "disabled" | "person";

/** A token that is added to the counts or taken out of them. */
type Change = { token: CountedToken; owner: CountedOwner; by: 1 | -1 };

/** The rows that a token is counted in. */
function rowsOf(
  { expiresAt, createdAt, lastUsedAt, disabledAt }: CountedToken,
  { isServiceUser }: CountedOwner,
) {
  const rows: { kind: DayKind; day: string }[] = [
    { kind: "expires", day: dayOf(expiresAt) },
    { kind: "used", day: lastUsedAt === null ? "" : dayOf(lastUsedAt) },
    {
      kind: "active",
      day: dayOf(lastUsedAt !== null && lastUsedAt > createdAt ? lastUsedAt : createdAt),
    },
  ];
  if (disabledAt !== null) rows.push({ kind: "disabled", day: dayOf(expiresAt) });
  return isServiceUser ? rows : [...rows, { kind: "person" as const, day: "" }];
}

export const dayInsert = preparedInsert(
  "TokenDay",
  { accountId: text, kind: text, day: text, count: number },
  {
    onConflict: `ON CONFLICT ("accountId", "kind", "day")
      DO UPDATE SET "count" = "TokenDay"."count" + excluded."count"`,
  },
);

/** Changes the counts of days, in the transaction that writes the tokens. */
export async function countTokens(tx: Tx, changes: Change[]): Promise<void> {
  const sums = new Map<string, { accountId: string; kind: DayKind; day: string; by: number }>();
  for (const { token, owner, by } of changes) {
    const { accountId } = owner;
    for (const { kind, day } of rowsOf(token, owner)) {
      const key = `${accountId} ${kind} ${day}`;
      sums.set(key, { accountId, kind, day, by: by + (sums.get(key)?.by ?? 0) });
    }
  }
  const rows = [...sums.values()].filter(({ by }) => by !== 0);
  await tx.insert(
    dayInsert,
    rows.map(({ by, ...row }) => ({ ...row, count: by })),
  );
}

/**
 * The counts of all tokens, from their rows. The first characters of a stored time are its UTC day
 * on both databases.
 */
const COUNTED = Prisma.sql`
  WITH "owned" ("accountId", "isServiceUser", "created", "expires", "used", "off") AS (
    SELECT "User"."accountId", "User"."isServiceUser",
      substr(CAST("Token"."createdAt" AS TEXT), 1, 10),
      substr(CAST("Token"."expiresAt" AS TEXT), 1, 10),
      COALESCE(substr(CAST("Token"."lastUsedAt" AS TEXT), 1, 10), ''),
      "Token"."disabledAt" IS NOT NULL
    FROM "Token" JOIN "User" ON "User"."id" = "Token"."userId"
  )
  SELECT "accountId", 'expires' AS "kind", "expires" AS "day", COUNT(*) AS "count"
  FROM "owned" GROUP BY 1, 3
  UNION ALL SELECT "accountId", 'used', "used", COUNT(*) FROM "owned" GROUP BY 1, 3
  UNION ALL SELECT "accountId", 'disabled', "expires", COUNT(*) FROM "owned" WHERE "off" GROUP BY 1, 3
  UNION ALL
    SELECT "accountId", 'active', CASE WHEN "used" > "created" THEN "used" ELSE "created" END,
      COUNT(*)
    FROM "owned" GROUP BY 1, 3
  UNION ALL
    SELECT "accountId", 'person', '', COUNT(*) FROM "owned" WHERE NOT "isServiceUser" GROUP BY 1`;

/**
 * Counts all tokens again if a count is wrong: a server of an older version may have written some
 * without counting. Writes that run in the meantime may cause a count that was not needed.
 */
export async function correctCounts(): Promise<void> {
  const { read, write } = database();
  const [found] = await read.$queryRaw<[{ wrong: bigint }]>`
    SELECT COUNT(*) AS "wrong" FROM (
      SELECT "accountId", "kind", "day", SUM("count") AS "sum" FROM (
        SELECT * FROM (${COUNTED}) AS "tokens"
        UNION ALL SELECT "accountId", "kind", "day", -"count" FROM "TokenDay"
      ) AS "both" GROUP BY 1, 2, 3 HAVING SUM("count") <> 0
    ) AS "differing"`;
  if (found.wrong > 0n) await write(recountTokens);
}

/** Counts all tokens again, in the transaction of other writes. */
export async function recountTokens(tx: Tx): Promise<void> {
  await tx.tokenDay.deleteMany();
  await tx.$executeRaw`
    INSERT INTO "TokenDay" ("accountId", "kind", "day", "count") ${COUNTED}`;
}
