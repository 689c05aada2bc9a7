import { invalid } from "#lib/contract/problem.ts";
import type { TokenView } from "#lib/contract/views.ts";
import type { Tx } from "#lib/db/database.ts";
import { networksIn } from "#lib/policy/networks.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import type { Actor } from "../context.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { resumeNotices } from "../notices/claim-notice.ts";
import { assertCanMint } from "../policy.ts";
import { toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { tokenMeta } from "./create-token.ts";
import { findChangeable, type TokenPlace } from "./find-changeable.ts";
import { countTokens } from "./token-days.ts";
import { type TokenRow, toTokenView } from "./token-row.ts";

type Owner = Pick<UserRow, "id" | "name" | "email" | "isServiceUser">;
type Owned = { owner: Owner; token: TokenRow };
type State = Pick<TokenRow, "disabledAt" | "disabledReason"> & { unusedNoticeAt?: null };

/** A token that works again is unused only after another notice. */
const ENABLED: State = { disabledAt: null, disabledReason: null, unusedNoticeAt: null };

/** Disables a token: the next request with it is refused. A disabled one stays as it is. */
export function disableToken(actor: Actor, place: TokenPlace): Promise<TokenView> {
  return writeAs(actor, async (tx, present) => {
    const found = await findChangeable(tx, present, place);
    await rememberResult(tx, present, found.token.id);
    return toTokenView(tx, await markDisabled(tx, present, found, "user"));
  });
}

/** The same for a reason, without a decision. Returns the row. */
export async function markDisabled(
  tx: Tx,
  initiator: Initiator,
  { owner, token }: Owned,
  reason: "user" | "unused" | "leak",
): Promise<TokenRow> {
  const { disabledAt, disabledReason } = token;
  // A leak is the stronger reason: it decides how the token may be enabled again.
  if (disabledAt !== null && (reason !== "leak" || disabledReason === reason)) return token;
  await recordEvent(tx, initiator, {
    code: "personal.access.token.disable",
    targetId: owner.id,
    meta: { ...tokenMeta(owner, token), reason },
  });
  const state = { disabledAt: disabledAt ?? new Date(), disabledReason: reason };
  return change(tx, initiator, { owner, token }, state);
}

/**
 * Enables a token, for actors who could create it as it is. An enabled one stays as it is. 422 for
 * one whose current secret was reported as leaked.
 */
export function enableToken(actor: Actor, place: TokenPlace): Promise<TokenView> {
  return writeAs(actor, async (tx, present) => {
    const found = await findMintable(tx, present, place);
    const { owner, token } = found;
    await rememberResult(tx, present, token.id);
    if (token.disabledAt === null) return toTokenView(tx, token);
    await assertNotLeaked(tx, token);
    await resumeNotices(tx, token.id, new Date());
    await recordEvent(tx, present, {
      code: "personal.access.token.enable",
      targetId: owner.id,
      meta: tokenMeta(owner, token),
    });
    return toTokenView(tx, await change(tx, present, found, ENABLED));
  });
}

async function assertNotLeaked(tx: Tx, { id }: Pick<TokenRow, "id">): Promise<void> {
  const leaked = await tx.tokenSecret.findFirst({
    where: { tokenId: id, state: "current", leakedAt: { not: null } },
    select: { id: true },
  });
  if (leaked === null) return;
  throw invalid("tokenId", "the access token was reported as leaked: rotate it first");
}

/** The token with its owner; refuses actors who could not create it for them as it is. */
async function findMintable(
  tx: Tx,
  actor: Actor,
  place: TokenPlace,
): Promise<{ owner: UserRow; token: TokenRow }> {
  const { owner, token } = await findChangeable(tx, actor, place, "tokens.create");
  const { expiresAt } = token;
  const [scopes, networks] = [scopesIn(token.scopes), networksIn(token.allowedNetworks)];
  assertCanMint(actor, { owner: toPolicyTarget(owner), scopes, networks, expiresAt });
  return { owner, token };
}

async function change(
  tx: Tx,
  { accountId }: Initiator,
  { owner, token }: Owned,
  { unusedNoticeAt, ...state }: State,
): Promise<TokenRow> {
  const row = { ...token, ...state };
  const data = { ...state, ...(unusedNoticeAt === undefined ? {} : { unusedNoticeAt }) };
  await tx.token.update({ where: { id: token.id }, data, select: { id: true } });
  const counted = { ...owner, accountId };
  await countTokens(tx, [
    { token, owner: counted, by: -1 },
    { token: row, owner: counted, by: 1 },
  ]);
  return row;
}
