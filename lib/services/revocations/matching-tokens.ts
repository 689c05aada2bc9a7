import { setImmediate } from "node:timers/promises";
import { networksMatcher } from "#lib/contract/networks.ts";
import type { RevocationFilter } from "#lib/contract/token-revocations.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { daysFrom } from "../tokens/find-tokens.ts";

/** The tokens of an account that meet the filter, created by a time. */
export type Wanted = { accountId: string; filter: RevocationFilter; until: Date };

/** The place of a token in the order of their creation. */
export type Place = { at: Date; id: string };

export const START: Place = { at: new Date(0), id: "" };

/** Rows of one read of a count: other requests wait for it. */
const READ = 100;

/** What a filter reads of a token. */
const columns = { id: true, createdAt: true, lastUsedIp: true } as const;

type Row = { id: string; createdAt: Date; lastUsedIp: string | null };

type Part = {
  ids: string[];
  /** The place of the last token looked at; null at the end. */
  next: Place | null;
};

/** The IDs of the matching ones among the next `take` tokens after a place. */
export async function matchingPart(
  client: ReadClient | Tx,
  wanted: Wanted,
  { after, take }: { after: Place; take: number },
): Promise<Part> {
  const { until } = wanted;
  const found = await client.token.findMany({
    where: {
      AND: [
        { createdAt: { gte: after.at, lte: until } },
        { OR: [{ createdAt: { gt: after.at } }, { id: { gt: after.id } }] },
        conditionOf(wanted),
      ],
    },
    select: columns,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take,
  });
  const last = found.length < take ? undefined : found.at(-1);
  const rows = await usedWithin(client, wanted.filter, found);
  return { ids: rows.map(({ id }) => id), next: last ? { at: last.createdAt, id: last.id } : null };
}

/** The IDs of all matching tokens, in parts between which other requests are served. */
export async function* matchingParts(client: ReadClient, wanted: Wanted) {
  let after: Place | null = START;
  while (after !== null) {
    const { ids, next } = await matchingPart(client, wanted, { after, take: READ });
    yield ids;
    after = next;
    await setImmediate();
  }
}

/** What a query decides; networks are compared here, since a database cannot on every store. */
function conditionOf({ accountId, filter, until }: Wanted) {
  const { user_id, created_by, unused_for_days, last_used_from } = filter;
  const old = unused_for_days === undefined ? undefined : daysFrom(until, -unused_for_days);
  return {
    AND: [
      { user: { accountId } },
      user_id === undefined ? {} : { userId: user_id },
      created_by === undefined ? {} : { createdBy: created_by },
      old === undefined
        ? {}
        : { createdAt: { lt: old }, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: old } }] },
      last_used_from === undefined ? {} : { lastUsedIp: { not: null } },
    ],
  };
}

async function usedWithin(
  client: ReadClient | Tx,
  { last_used_from, used_from }: RevocationFilter,
  rows: Row[],
): Promise<Row[]> {
  const latest = last_used_from === undefined ? null : networksMatcher([last_used_from]);
  const left = rows.filter(({ lastUsedIp }) => latest?.(lastUsedIp ?? "") ?? true);
  if (used_from === undefined || left.length === 0) return left;
  const isWithin = networksMatcher([used_from]);
  const addresses = await client.tokenAddress.findMany({
    where: { tokenId: { in: left.map(({ id }) => id) } },
    select: { tokenId: true, address: true },
  });
  const used = new Set(
    addresses.filter(({ address }) => isWithin(address)).map(({ tokenId }) => tokenId),
  );
  return left.filter(({ id }) => used.has(id));
}
