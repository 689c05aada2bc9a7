import { database, type Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import type { TokenWithUser } from "../credentials.ts";
import { countTokens } from "./token-days.ts";
import { recordTokenEvent } from "./token-event.ts";

/**
 * Makes a pending secret current at its first proven use, with its audit event. Does nothing if it
 * is not pending any more: of simultaneous uses, also on several instances, one activates it.
 */
export function activateSecret({ secretId: id }: TokenWithUser, origin: Origin): Promise<void> {
  return database().write(async (tx) => {
    const now = new Date();
    // Decided again: the token may have been disabled, or its user blocked, during the wait.
    const token = { disabledAt: null, user: { isBlocked: false } };
    const isPending = { id, state: "pending", endsAt: { gt: now }, expiresAt: { gt: now }, token };
    const { count } = await tx.tokenSecret.updateMany({
      where: isPending,
      // With its use, so that a replaced secret knows of it at once.
      data: { state: "current", activatedAt: now, endsAt: null, lastUsedAt: now },
    });
    if (count === 0) return;
    const secret = await tx.tokenSecret.findUniqueOrThrow({ where: { id } });
    const overlapSeconds = secret.overlapSeconds ?? 0;
    const oldEnds = await replaceCurrent(tx, secret, { overlapSeconds, repeats: false }, now);
    await recordTokenEvent(tx, secret.tokenId, origin, "personal.access.token.activate", {
      old_ends: oldEnds.toISOString(),
    });
  });
}

type Successor = { id: string; tokenId: string; publicId: string; expiresAt: Date };

type Overlap = {
  overlapSeconds: number;
  /** The ending secret replaces its successor, which no one knows. */
  repeats: boolean;
};

/**
 * Lets the current secret of a token end after the overlap, and any that was ending at once; where
 * a rotation is repeated, the other way round. Copies the successor's public ID and expiry to the
 * token. Returns when the old one ends.
 */
export async function replaceCurrent(
  tx: Tx,
  { id, tokenId, publicId, expiresAt }: Successor,
  { overlapSeconds, repeats }: Overlap,
  now: Date,
): Promise<Date> {
  if (!repeats) await endSecrets(tx, tokenId, "ending", now);
  const { user, ...before } = await tx.token.findUniqueOrThrow({
    where: { id: tokenId },
    include: { user: { select: { accountId: true, isServiceUser: true } } },
  });
  const old = { tokenId, state: "current", id: { not: id } };
  // A leaked secret must not stay usable beside its successor.
  const leaked = await tx.tokenSecret.count({ where: { ...old, leakedAt: { not: null } } });
  const overlapEnd = new Date(now.getTime() + (leaked > 0 || repeats ? 0 : overlapSeconds * 1000));
  const endsAt = overlapEnd < before.expiresAt ? overlapEnd : before.expiresAt;
  const state = endsAt > now ? "ending" : "ended";
  await tx.tokenSecret.updateMany({ where: old, data: { state, endsAt, replacedAt: now } });
  await tx.token.update({ where: { id: tokenId }, data: { publicId, expiresAt } });
  await countTokens(tx, [
    { token: before, owner: user, by: -1 },
    { token: { ...before, expiresAt }, owner: user, by: 1 },
  ]);
  const kept = repeats
    ? await tx.tokenSecret.findFirst({ where: { tokenId, state: "ending" } })
    : null;
  return kept?.endsAt ?? endsAt;
}

/** Ends the secrets of a token in this state; one that ended by the clock keeps its time. */
export async function endSecrets(
  tx: Tx,
  tokenId: string,
  state: "pending" | "ending",
  now: Date,
): Promise<void> {
  const where = { tokenId, state };
  await tx.tokenSecret.updateMany({
    where: { ...where, endsAt: { gt: now } },
    data: { endsAt: now },
  });
  await tx.tokenSecret.updateMany({ where, data: { state: "ended" } });
}

/** Ends one secret at once. */
export async function endSecret(tx: Tx, id: string): Promise<void> {
  await tx.tokenSecret.update({ where: { id }, data: { state: "ended", endsAt: new Date() } });
}
