import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { Role } from "#lib/contract/fields.ts";
import { database } from "#lib/db/database.ts";
import { boolean, preparedRead, text, time } from "#lib/db/prepared.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import { isSensitive } from "#lib/policy/sensitive.ts";
import { unusedRights } from "#lib/policy/unused-rights.ts";
import { heldRights } from "#lib/policy/used-rights.ts";
import { usesWritten } from "./count-uses.ts";
import { usedOperations } from "./used-operations.ts";

/** A token with the more unused rights the higher the score; sensitive ones outweigh all others. */
export type Ranked = { id: string; score: number };
export type Ranking = { computedAt: Date; tokens: Ranked[] };

/** It reads every working token, so it is kept for some minutes. */
const KEPT_MS = 5 * 60_000;
/** The last places are of no interest, but would take memory. */
const PLACES = 10_000;
const PART = 200;

type Kept = { from: number; ranking: Promise<Ranking> };
const kept = () => globalSingleton("token-rankings", () => new Map<string, Kept>());

/** The account's tokens that have unused sensitive rights, ranked in the last minutes. */
export function rankingOf(accountId: string): Promise<Ranking> {
  const known = kept().get(accountId);
  if (known !== undefined && Date.now() - known.from < KEPT_MS) return known.ranking;
  const ranking = compute(accountId, new Date());
  const entry = { from: Date.now(), ranking };
  kept().set(accountId, entry);
  ranking.catch(() => {
    if (kept().get(accountId) === entry) kept().delete(accountId);
  });
  return ranking;
}

export const compareRanked = (a: Ranked, b: Ranked): number =>
  b.score - a.score || (a.id < b.id ? -1 : Number(a.id > b.id));

async function compute(accountId: string, now: Date): Promise<Ranking> {
  await usesWritten();
  let tokens: Ranked[] = [];
  for await (const part of workingTokens(accountId, now)) {
    const risky = part.filter(({ held }) => held.some(isSensitive));
    for await (const used of usedOperations(risky, now)) {
      for (const { token, operations } of used) {
        const { unused, sensitive } = unusedRights(token.holder, operations, token.held);
        const score = sensitive.length * 1000 + unused.length;
        if (sensitive.length > 0) tokens.push({ id: token.id, score });
      }
    }
    if (tokens.length > 2 * PLACES) tokens = best(tokens);
  }
  return { computedAt: now, tokens: best(tokens) };
}

const best = (tokens: Ranked[]) => tokens.sort(compareRanked).slice(0, PLACES);

/** Along an index of expiries, past the expired ones; SQLite keeps this order of tables. */
const read = preparedRead(
  "working_tokens",
  {
    ...{ id: text("t.id"), expiresAt: time("t.expiresAt"), scopes: text.orNull("t.scopes") },
    ...{ role: text("u.role"), isServiceUser: boolean("u.isServiceUser") },
  },
  `FROM "Token" t CROSS JOIN "User" u
   WHERE (t."expiresAt", t."id") > ($1, $2) AND t."disabledAt" IS NULL
   AND u."id" = t."userId" AND u."accountId" = $3 AND NOT u."isBlocked"
   ORDER BY t."expiresAt", t."id" LIMIT $4`,
);

async function* workingTokens(accountId: string, now: Date) {
  const rights = new Map<string, string[]>();
  let [expiresAt, id] = [now, ""];
  for (;;) {
    const rows = await database().prepared(read, [expiresAt, id, accountId, PART]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ id, role, isServiceUser, scopes }) => {
      const holder = { role: role as Role, isServiceUser, scopes: scopesIn(scopes) };
      // Few roles and scopes recur in many tokens.
      const key = `${role} ${isServiceUser} ${scopes}`;
      const held = rights.get(key) ?? heldRights(holder);
      if (rights.size < PLACES) rights.set(key, held);
      return { id, holder, held };
    });
    ({ expiresAt, id } = last);
  }
}
