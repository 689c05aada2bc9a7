import { z } from "zod";
import type { OperationInput } from "#lib/contract/operations.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import { invalid } from "#lib/contract/problem.ts";
import type { RankedView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import { unusedRights } from "#lib/policy/unused-rights.ts";
import type { Actor } from "../context.ts";
import type { Page } from "../paging.ts";
import { roleOf } from "../users/user-row.ts";
import { compareRanked, type Ranked, rankingOf } from "./ranking.ts";
import { usedOperations } from "./used-operations.ts";

/**
 * A page of the working tokens that the actor may read, those with most unused sensitive rights first. Their
 * order may be some minutes old; what stands in a row is read now.
 */
export async function rankTokens(
  actor: Actor,
  { page_size = PAGE_SIZE.preset, cursor }: OperationInput<"tokens.ranking">["query"],
): Promise<Page<RankedView>> {
  const place = cursor === undefined ? FIRST : readCursor(cursor);
  const { computedAt, tokens: all } = await rankingOf(actor.accountId);
  const tokens = await readable(actor, all);
  const found = tokens.findIndex((token) => compareRanked(token, place) > 0);
  const start = found < 0 ? tokens.length : found;
  const end = start + page_size;
  const before = tokens[start - page_size - 1] ?? FIRST;
  const last = tokens[end - 1];
  return {
    items: await rowsOf(actor, tokens.slice(start, end), computedAt),
    next: last !== undefined && end < tokens.length ? cursorAfter(last) : null,
    previous: start > 0 ? cursorAfter(before) : null,
  };
}

/** Those of all users, or the actor's own, as in the list of tokens. */
async function readable(actor: Actor, ranked: Ranked[]): Promise<Ranked[]> {
  if (canBegin(actor, "tokens.inventory").allowed) return ranked;
  const { userId } = actor;
  const rows = await database().read.token.findMany({ where: { userId }, select: { id: true } });
  const own = new Set(rows.map(({ id }) => id));
  return ranked.filter(({ id }) => own.has(id));
}

const FIRST: Ranked = { score: 1_000_000, id: "" };

const cursorAfter = ({ score, id }: Ranked) =>
  Buffer.from(JSON.stringify(["rank", score, id])).toString("base64url");

const cursorParts = z.tuple([z.literal("rank"), z.int(), z.string()]);

function readCursor(cursor: string): Ranked {
  try {
    const [, score, id] = cursorParts.parse(
      JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")),
    );
    return { score, id };
  } catch {
    throw invalid("cursor", "cursor is not valid");
  }
}

/** Those that still work, in the order of the ranking. */
async function rowsOf(
  { accountId }: Actor,
  ranked: Ranked[],
  computedAt: Date,
): Promise<RankedView[]> {
  const now = new Date();
  const tokens = await database().read.token.findMany({
    where: {
      id: { in: ranked.map(({ id }) => id) },
      ...{ expiresAt: { gt: now }, disabledAt: null },
      user: { accountId, isBlocked: false },
    },
    select: {
      ...{ id: true, name: true, userId: true, createdAt: true, lastUsedAt: true, scopes: true },
      user: { select: { name: true, role: true, isServiceUser: true } },
    },
  });
  const rows = new Map<string, RankedView>();
  for await (const part of usedOperations(tokens, now)) {
    for (const { token, operations } of part) {
      const { user, scopes, ...shown } = token;
      const { name, isServiceUser } = user;
      const holder = { role: roleOf(user), isServiceUser, scopes: scopesIn(scopes) };
      const { held, unused, sensitive } = unusedRights(holder, operations);
      rows.set(token.id, {
        token: shown,
        owner: { name, isServiceUser },
        ...{ rights: held.length, unusedRights: unused.length, unusedSensitive: sensitive },
        computedAt,
      });
    }
  }
  return ranked.flatMap(({ id }) => rows.get(id) ?? []);
}
