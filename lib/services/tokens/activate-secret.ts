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
    const isPending = { id, state: "pending", endsAt: { gt: now } };
    const { count } = await tx.tokenSecret.updateMany({
      where: isPending,
      data: { state: "current", activatedAt: now, endsAt: null },
    });
    if (count === 0) return;
    const secret = await tx.tokenSecret.findUniqueOrThrow({ where: { id } });
    const oldEnds = await replaceCurrent(tx, secret, secret.overlapSeconds ?? 0, now);
    await recordTokenEvent(tx, secret.tokenId, origin, "personal.access.token.activate", {
      old_ends: oldEnds.toISOString(),
    });
  });
}

type Successor = { id: string; tokenId: string; publicId: string; expiresAt: Date };

/**
 * Lets the current secret of a token end after the overlap, and any that was ending at once, and
 * copies the successor's public ID and expiry to the token. Returns when the old one ends.
 */
export async function replaceCurrent(
  tx: Tx,
  { id, tokenId, publicId, expiresAt }: Successor,
  overlapSeconds: number,
  now: Date,
): Promise<Date> {
  await endSecrets(tx, tokenId, "ending", now);
  const { user, ...before } = await tx.token.findUniqueOrThrow({
    where: { id: tokenId },
    include: { user: { select: { accountId: true, isServiceUser: true } } },
  });
  const old = { tokenId, state: "current", id: { not: id } };
  const overlapEnd = new Date(now.getTime() + overlapSeconds * 1000);
  const endsAt = overlapEnd < before.expiresAt ? overlapEnd : before.expiresAt;
  const state = endsAt > now ? "ending" : "ended";
  await tx.tokenSecret.updateMany({ where: old, data: { state, endsAt, replacedAt: now } });
  await tx.token.update({ where: { id: tokenId }, data: { publicId, expiresAt } });
  await countTokens(tx, [
    { token: before, owner: user, by: -1 },
    { token: { ...before, expiresAt }, owner: user, by: 1 },
  ]);
  return endsAt;
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
