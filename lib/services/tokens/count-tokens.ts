import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { Actor } from "../context.ts";
import { boundsOf, dayOf } from "../days.ts";
import type { DayKind } from "./token-days.ts";

/** Counts of tokens as SQL expressions, for one statement. */
export type TokenCounts = {
  total: Prisma.Sql;
  /** Those whose owner is no service user. */
  ofUsers: Prisma.Sql;
  neverUsed: Prisma.Sql;
  /** Those that expire at or before a time. */
  expiredBy(time: Date): Prisma.Sql;
  /** Those that expire at or before a time and are disabled; all disabled ones without a time. */
  disabledBy(time?: Date): Prisma.Sql;
  /** Those last used at or after a time. */
  usedSince(time: Date): Prisma.Sql;
  /** Those created before a time and not used since. */
  idleSince(time: Date): Prisma.Sql;
};

const count = (condition: Prisma.Sql) =>
  Prisma.sql`(SELECT COUNT(*) FROM "Token" WHERE ${condition})`;

const DISABLED = Prisma.sql`"disabledAt" IS NOT NULL`;

/** The counts of the actor's own tokens, which are few: from the rows. */
export function countsOfUser({ userId, isServiceUser }: Actor): TokenCounts {
  const own = (condition: Prisma.Sql) => count(Prisma.sql`"userId" = ${userId} AND ${condition}`);
  const total = count(Prisma.sql`"userId" = ${userId}`);
  return {
    total,
    ofUsers: isServiceUser ? Prisma.sql`0` : total,
    neverUsed: own(Prisma.sql`"lastUsedAt" IS NULL`),
    expiredBy: (time) => own(Prisma.sql`"expiresAt" <= ${time}`),
    disabledBy: (time) =>
      own(time === undefined ? DISABLED : Prisma.sql`${DISABLED} AND "expiresAt" <= ${time}`),
    usedSince: (time) => own(Prisma.sql`"lastUsedAt" >= ${time}`),
    idleSince: (time) =>
      own(Prisma.sql`"createdAt" < ${time} AND ("lastUsedAt" IS NULL OR "lastUsedAt" < ${time})`),
  };
}

/**
 * The counts of all tokens of an account: the sums of whole days, and of the day that a time cuts
 * the tokens of one part, from the index on that time. `among` others, an account's tokens are
 * those of its users.
 */
export function countsOfAccount(accountId: string, among: boolean): TokenCounts {
  const sum = (kind: DayKind, condition = Prisma.sql`TRUE`) => Prisma.sql`(
    SELECT COALESCE(SUM("count"), 0) FROM "TokenDay"
    WHERE "accountId" = ${accountId} AND "kind" = ${kind} AND ${condition})`;
  const owned = among
    ? Prisma.sql`AND "userId" IN (SELECT "id" FROM "User" WHERE "accountId" = ${accountId})`
    : Prisma.empty;
  const part = (condition: Prisma.Sql) => count(Prisma.sql`${condition} ${owned}`);
  return {
    total: sum("used"),
    ofUsers: sum("person"),
    neverUsed: sum("used", Prisma.sql`"day" = ''`),
    expiredBy(time) {
      const { day, start } = cutAt(time);
      return Prisma.sql`${sum("expires", Prisma.sql`"day" < ${day}`)}
        + ${part(Prisma.sql`"expiresAt" >= ${start} AND "expiresAt" <= ${time}`)}`;
    },
    disabledBy(time) {
      if (time === undefined) return sum("disabled");
      const { day, start } = cutAt(time);
      return Prisma.sql`${sum("disabled", Prisma.sql`"day" < ${day}`)}
        + ${part(Prisma.sql`"expiresAt" >= ${start} AND "expiresAt" <= ${time} AND ${DISABLED}`)}`;
    },
    usedSince(time) {
      const { day, end } = cutAt(time);
      return Prisma.sql`${sum("used", Prisma.sql`"day" > ${day}`)}
        + ${part(Prisma.sql`"lastUsedAt" >= ${time} AND "lastUsedAt" < ${end}`)}`;
    },
    idleSince(time) {
      const { day, start } = cutAt(time);
      return Prisma.sql`${sum("active", Prisma.sql`"day" < ${day}`)}
        + ${part(Prisma.sql`"lastUsedAt" >= ${start} AND "lastUsedAt" < ${time} AND "createdAt" < ${time}`)}
        + ${part(Prisma.sql`"createdAt" >= ${start} AND "createdAt" < ${time} AND ("lastUsedAt" IS NULL OR "lastUsedAt" < ${start})`)}`;
    },
  };
}

/** The day of a time, from its start to its end, which is the start of the next. */
function cutAt(time: Date): { day: string; start: Date; end: Date } {
  const day = dayOf(time);
  const { gte: start, lt: end } = boundsOf(day);
  return { day, start, end };
}
