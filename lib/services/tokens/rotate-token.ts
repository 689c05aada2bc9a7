import { tokenDaysLimit } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid } from "#lib/contract/problem.ts";
import { toWireToken } from "#lib/contract/to-wire.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { rememberVerified } from "#lib/crypto/verification-cache.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { networksIn } from "#lib/policy/networks.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { checkAhead, rememberResult } from "../idempotency.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { assertCanMint } from "../policy.ts";
import { deadlineOf } from "../request-deadline.ts";
import { toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { endSecrets, replaceCurrent } from "./activate-secret.ts";
import {
  assertShortEnough,
  assertWithinContract,
  type PreparedToken,
  prepareToken,
  tokenMeta,
} from "./create-token.ts";
import { findChangeable, type TokenPlace } from "./find-changeable.ts";
import { ownTokenId } from "./own-token.ts";
import { insertPublicIds } from "./search-terms.ts";
import { insertSecret } from "./secret-row.ts";
import { type TokenRow, toTokenView } from "./token-row.ts";

/** How long a new secret waits for its first use. */
const PENDING_MS = 7 * DAY_MS;

type Wanted = OperationInput<"tokens.rotate">["body"];
/** `isOwn` for the token of the request, which its own right rotates. */
type Target = TokenPlace & { isOwn: boolean };
type Rotated = { plainToken: string; token: TokenView; oldEnds: Date | null };
type Decided = {
  owner: UserRow;
  token: TokenRow;
  expiresAt: Date;
  /** The secret with which the token rotates itself, and whether it was replaced before. */
  rotatedBy: string | null;
  repeats: boolean;
  now: Date;
};

/**
 * Gives a token a new secret, which replaces the current one at once or from its first use. Only for
 * who may create this very token: rotating is creating. `plainToken` is returned only here.
 */
export const rotateToken = (actor: Actor, place: TokenPlace, wanted: Wanted): Promise<Rotated> =>
  rotate(actor, { ...place, isOwn: false }, wanted);

/** The same for the token of the request, which gets at most the lifetime that it had. */
export const rotateOwnToken = async (actor: Actor, wanted: Wanted): Promise<Rotated> =>
  rotate(actor, { userId: actor.userId, tokenId: ownTokenId(actor), isOwn: true }, wanted);

async function rotate(actor: Actor, target: Target, wanted: Wanted): Promise<Rotated> {
  assertWithinContract(actor, wanted);
  // Before hashing, so that requests without permission cost no hash.
  await checkAhead(actor, () => decide(database().read, actor, target, wanted));
  const deadline = deadlineOf(actor.origin);
  return oneAtATime(`token ${actor.userId}`, deadline, async () => {
    const { text, ...stored } = await prepareToken("nbp_", { flow: [actor.userId], deadline });
    const rotated = await writeAs(actor, async (tx, present) => {
      const decided = await decide(tx, present, target, wanted);
      const oldEnds = await store(tx, present, decided, wanted, stored);
      await rememberResult(tx, present, decided.token.id);
      const { token, expiresAt } = decided;
      const { publicId } = stored;
      const view = await toTokenView(tx, { ...token, publicId, expiresAt });
      assertClaims(present, toWireToken(view));
      return { token: view, oldEnds };
    });
    rememberVerified(text, stored.hash);
    return { plainToken: text, ...rotated };
  });
}

/** What the rotation results in; refuses actors who may not, and wrong lifetimes. */
async function decide(
  client: ReadClient | Tx,
  actor: Actor,
  { userId, tokenId, isOwn }: Target,
  wanted: Wanted,
): Promise<Decided> {
  const action = isOwn ? "tokens.rotate_own" : "tokens.create";
  const { owner, token } = await findChangeable(client, actor, { userId, tokenId }, action);
  const now = new Date();
  if (token.expiresAt <= now) throw invalid("tokenId", "the token has expired: create another");
  const current = await client.tokenSecret.findFirstOrThrow({
    where: { tokenId, state: "current" },
  });
  if (token.disabledReason === "leak" || current.leakedAt !== null) assertAtOnce(wanted);
  const { credential } = actor;
  const isItself = credential.kind === "token" && credential.id === tokenId;
  if (isItself) assertMayRepeat(credential.secretId, current);
  const lifetimeMs = current.expiresAt.getTime() - current.createdAt.getTime();
  const maxMs = isItself ? lifetimeMs : Number.POSITIVE_INFINITY;
  const maxDays = tokenDaysLimit(actor.settings, owner);
  const lifetime = lifetimeOf(wanted, { lifetimeMs, maxMs, maxDays });
  const expiresAt = new Date(now.getTime() + lifetime);
  const limits = {
    scopes: scopesIn(token.scopes),
    networks: networksIn(token.allowedNetworks),
  };
  if (!isOwn) assertCanMint(actor, { owner: toPolicyTarget(owner), ...limits, expiresAt });
  const rotatedBy = isItself ? credential.secretId : null;
  const repeats = rotatedBy !== null && rotatedBy !== current.id;
  return { owner, token, expiresAt, rotatedBy, repeats, now };
}

/**
 * The holder of a replaced secret gains nothing by it, but may repeat a rotation of their own whose
 * answer was lost.
 */
function assertMayRepeat(
  secretId: string,
  current: { id: string; rotatedBy: string | null; lastUsedAt: Date | null },
): void {
  if (secretId === current.id) return;
  if (secretId === current.rotatedBy && current.lastUsedAt === null) return;
  throw invalid("tokenId", "the token was rotated: only its new secret can rotate it again");
}

/** A secret that others know must not stay usable beside its successor. */
function assertAtOnce(wanted: Wanted): void {
  const reason = "the access token was reported as leaked";
  if (wanted.activate !== "now") throw invalid("activate", `activate must be now: ${reason}`);
  if (wanted.overlap_seconds > 0) {
    throw invalid("overlap_seconds", `overlap_seconds must be 0: ${reason}`);
  }
}

/** The lifetime of the new secret: as the current one's, within the account's limit. */
function lifetimeOf(
  { expires_in: days }: Wanted,
  { lifetimeMs, maxMs, maxDays }: { lifetimeMs: number; maxMs: number; maxDays: number },
): number {
  if (days === undefined) return Math.min(lifetimeMs, maxDays * DAY_MS);
  assertShortEnough({ expires_in: days }, maxDays);
  if (days * DAY_MS > maxMs) {
    const message = "a token that rotates itself lives at most as long as before";
    throw invalid("expires_in", message);
  }
  return days * DAY_MS;
}

/** Stores the secret with the event; returns when the old one ends, null until the first use. */
async function store(
  tx: Tx,
  actor: Actor,
  { owner, token, expiresAt, rotatedBy, repeats, now }: Decided,
  { activate, overlap_seconds: overlapSeconds }: Wanted,
  stored: Omit<PreparedToken, "text">,
): Promise<Date | null> {
  const { id: tokenId } = token;
  await endSecrets(tx, tokenId, "pending", now);
  // Its new secret gets the whole time until it counts as unused.
  await tx.token.update({ where: { id: tokenId }, data: { unusedNoticeAt: null } });
  const isPending = activate === "first_use";
  const secret = { tokenId, ...stored, createdAt: now, expiresAt, rotatedBy };
  const id = await insertSecret(
    tx,
    isPending
      ? { ...secret, state: "pending", overlapSeconds, endsAt: new Date(+now + PENDING_MS) }
      : { ...secret, state: "current", activatedAt: now },
  );
  await insertPublicIds(tx, [secret]);
  const successor = { ...secret, id };
  const oldEnds = isPending
    ? null
    : await replaceCurrent(tx, successor, { overlapSeconds, repeats }, now);
  await recordEvent(tx, actor, {
    code: "personal.access.token.rotate",
    targetId: owner.id,
    meta: {
      ...tokenMeta(owner, token),
      ...{ activate, overlap_seconds: String(overlapSeconds) },
      ...{ expires_at: expiresAt.toISOString() },
    },
  });
  return oldEnds;
}
