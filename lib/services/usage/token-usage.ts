import { USAGE_DAYS } from "#lib/contract/usage.ts";
import type { DayCount, TokenUsageView } from "#lib/contract/views.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import { assertMayReadTokens } from "#lib/services/tokens/list-tokens.ts";
import { findTokenOf } from "#lib/services/tokens/token-row.ts";
import type { Actor } from "../context.ts";
import { dayBefore, everyDay, lastDays } from "../days.ts";
import { usesWritten } from "./count-uses.ts";

type UseRow = { day: string; operation: string; count: number; refused: number };

/** The usage of a token in the last days, for callers who may read the token. */
export async function tokenUsage(
  actor: Actor,
  userId: string,
  tokenId: string,
  days: number = USAGE_DAYS.preset,
): Promise<TokenUsageView> {
  await assertMayReadTokens(actor, userId);
  await usesWritten();
  const { read } = database();
  const { lastUsedAt, lastUsedIp, lastUsedAgent } = await findTokenOf(read, userId, tokenId);
  const asked = lastDays(new Date(), days);
  const rows = await read.tokenUse.findMany({
    where: { tokenId, day: { in: asked } },
    select: { day: true, operation: true, count: true, refused: true },
    orderBy: { day: "asc" },
  });
  const addresses = await read.tokenAddress.findMany({
    where: { tokenId },
    select: { address: true, agent: true, firstUsedAt: true, lastUsedAt: true },
    orderBy: [{ lastUsedAt: "desc" }, { address: "asc" }],
  });
  const byDay = everyDay(asked, rows);
  return {
    ...{ tokenId, days, total: totalOf(byDay), refused: refusedOf(rows) },
    ...{ lastUsedAt, lastUsedIp, lastUsedAgent },
    ...{ addresses, byDay, byOperation: byOperationOf(rows) },
  };
}

const totalOf = (counts: readonly { count: number }[]) =>
  counts.reduce((total, { count }) => total + count, 0);

const refusedOf = (rows: readonly UseRow[]) =>
  rows.reduce((total, { refused }) => total + refused, 0);

/** Expects rows in the order of their days. */
function byOperationOf(rows: readonly UseRow[]): TokenUsageView["byOperation"] {
  const groups = Map.groupBy(rows, ({ operation }) => operation);
  return [...groups]
    .map(([operation, uses]) => ({
      operation,
      count: totalOf(uses),
      refused: refusedOf(uses),
      lastDay: uses.at(-1)?.day ?? "",
    }))
    .sort((a, b) => b.count - a.count || a.operation.localeCompare(b.operation));
}

/**
 * Number of uses per day: of all tokens of the account, including revoked ones, with the permission
 * tokens.inventory, else of the actor's present tokens.
 */
export async function accountUsage(
  actor: Actor,
  days: number = USAGE_DAYS.preset,
): Promise<{ total: number; byDay: DayCount[] }> {
  await usesWritten();
  const asked = lastDays(new Date(), days);
  const rows = canBegin(actor, "tokens.inventory").allowed
    ? await database().read.dailyUse.findMany({
        where: { accountId: actor.accountId, day: { in: asked } },
        select: { day: true, count: true },
      })
    : await ownUses(actor, asked[0] ?? "");
  const byDay = everyDay(asked, rows);
  return { total: totalOf(byDay), byDay };
}

/** A separate query: uses have no relation to their token, which may be deleted. */
async function ownUses({ userId }: Actor, since: string): Promise<DayCount[]> {
  const rows = await database().read.$queryRaw<{ day: string; count: bigint }[]>`
    SELECT "day", SUM("count") AS "count" FROM "TokenUse"
    WHERE "day" >= ${since}
      AND "tokenId" IN (SELECT "id" FROM "Token" WHERE "userId" = ${userId})
    GROUP BY "day"`;
  return rows.map(({ day, count }) => ({ day, count: Number(count) }));
}

/** Number of uses of each of these tokens in the last 30 days; unused ones are missing. */
export async function usesOf(
  client: ReadClient | Tx,
  ids: string[],
  now: Date,
): Promise<Map<string, number>> {
  const found = await client.tokenUse.groupBy({
    by: ["tokenId"],
    where: { tokenId: { in: ids }, day: { gt: dayBefore(now, USAGE_DAYS.preset) } },
    _sum: { count: true },
  });
  return new Map(found.map(({ tokenId, _sum }) => [tokenId, _sum.count ?? 0]));
}
