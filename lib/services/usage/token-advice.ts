import type { Role } from "#lib/contract/fields.ts";
import { database } from "#lib/db/database.ts";
import { ADVICE_DAYS, type Advice, advise } from "#lib/policy/advice.ts";
import { type Replay, replay } from "#lib/policy/replay.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import { assertKnownScopes } from "#lib/services/tokens/known-scopes.ts";
import { assertMayReadTokens } from "#lib/services/tokens/list-tokens.ts";
import { tokenNotFound } from "#lib/services/tokens/token-row.ts";
import type { Actor } from "../context.ts";
import { dayBefore } from "../days.ts";
import { readServices } from "../protected-services/service-row.ts";
import { usesWritten } from "./count-uses.ts";
import { presentUses } from "./service-uses.ts";

/** The advice on a token, with a check of the asked or else the advised scopes. */
export type AdviceView = {
  tokenId: string;
  advice: Advice;
  check: (Replay & { scopes: string[] }) | undefined;
};

/** Advises scopes for a token by its usage, for callers who may read the token. */
export async function tokenAdvice(
  actor: Actor,
  userId: string,
  tokenId: string,
  asked?: string[],
): Promise<AdviceView> {
  await assertMayReadTokens(actor, userId);
  assertKnownScopes(asked ?? []);
  await usesWritten();
  const { read } = database();
  const token = await read.token.findFirst({
    where: { id: tokenId, userId },
    select: {
      scopes: true,
      createdAt: true,
      user: { select: { role: true, isServiceUser: true } },
    },
  });
  if (token === null) throw tokenNotFound(tokenId);
  const now = new Date();
  const counted = await read.tokenUse.findMany({
    where: { tokenId, day: { gt: dayBefore(now, ADVICE_DAYS) } },
    select: { day: true, operation: true, count: true, refused: true },
  });
  const { createdAt, user } = token;
  const scopes = scopesIn(token.scopes);
  const uses = presentUses(counted, scopes, await readServices(read, actor.accountId));
  const countedSince = await firstCountedDay(actor.accountId);
  const holder = { role: user.role as Role, isServiceUser: user.isServiceUser };
  const advice = advise({ ...holder, scopes, createdAt, countedSince }, uses, now);
  const checked = asked ?? ("scopes" in advice.advised ? advice.advised.scopes : undefined);
  const check = checked && { ...replay(uses, checked, scopes), scopes: checked.toSorted() };
  return { tokenId, advice, check };
}

async function firstCountedDay(accountId: string): Promise<string | undefined> {
  const first = await database().read.dailyUse.findFirst({
    where: { accountId },
    select: { day: true },
    orderBy: { day: "asc" },
  });
  return first?.day;
}
