import type { Role } from "#lib/contract/fields.ts";
import type { NoticeView } from "#lib/contract/notices.ts";
import { fingerprintOf } from "#lib/crypto/token-text.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { PRESENT } from "../account/present-account.ts";
import { type InventoryRow, inventoryColumns } from "../tokens/token-row.ts";
import { LEASE_MS, retryAt } from "./retries.ts";
import { isStillNews, THRESHOLDS, type Threshold } from "./thresholds.ts";

export type NoticeKey = { tokenId: string; kind: string };

/** A notice with its content, which no other server sends during the lease. */
export type Claim = NoticeKey & { threshold: Threshold; attempt: number; view: NoticeView };

/** The notices due at a time, longest waiting first. */
export function dueNotices(now: Date, take: number): Promise<NoticeKey[]> {
  return database().read.notice.findMany({
    where: { nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: "asc" },
    select: { tokenId: true, kind: true },
    take,
  });
}

/**
 * Claims a notice for sending. Null if another server has it, the token is deleted or disabled, or
 * the notice is obsolete: a nearer threshold has been passed, the expiry is days past, or the token
 * was rotated.
 */
export function claimNotice({ tokenId, kind }: NoticeKey, now: Date): Promise<Claim | null> {
  const where = { tokenId_kind: { tokenId, kind } };
  return database().write(async (tx) => {
    const found = await tx.notice.findUnique({
      where,
      select: { attempts: true, nextAttemptAt: true, token: { select: inventoryColumns } },
    });
    if (!found?.nextAttemptAt || found.nextAttemptAt > now) return null;
    const { token, attempts } = found;
    const threshold = THRESHOLDS.find((one) => one.kind === kind);
    if (
      !threshold ||
      !isStillNews(threshold, token.expiresAt, now) ||
      token.disabledAt !== null ||
      (await isReplaced(tx, token)) ||
      (await isOfDeletedAccount(tx, token))
    ) {
      await tx.notice.update({ where, data: { nextAttemptAt: null } });
      return null;
    }
    const attempt = attempts + 1;
    const nextAttemptAt = new Date(now.getTime() + LEASE_MS);
    await tx.notice.update({ where, data: { attempts: attempt, nextAttemptAt } });
    return { tokenId, kind, threshold, attempt, view: toNoticeView(token) };
  });
}

async function isOfDeletedAccount(tx: Tx, { userId: id }: InventoryRow): Promise<boolean> {
  return (
    (await tx.user.findFirst({ where: { id, account: PRESENT }, select: { id: true } })) === null
  );
}

/**
 * Whether another token has replaced this one: same name and owner, created later, with a later
 * expiry. A token that was used since then is still needed.
 */
async function isReplaced(tx: Tx, token: InventoryRow): Promise<boolean> {
  const { userId, name, createdAt, expiresAt, lastUsedAt } = token;
  const since = lastUsedAt !== null && lastUsedAt > createdAt ? lastUsedAt : createdAt;
  const replacement = await tx.token.findFirst({
    where: { userId, createdAt: { gt: since }, name, expiresAt: { gt: expiresAt } },
    select: { id: true },
  });
  return replacement !== null;
}

function toNoticeView({ user, publicId, ...token }: InventoryRow): NoticeView {
  return {
    token: { ...token, fingerprint: fingerprintOf(publicId) },
    // Only roles that passed the contract's schema are stored.
    user: { ...user, role: user.role as Role, isBlocked: user.isBlocked || user.pendingApproval },
  };
}

/** Lets the notices of a token that were withheld while it was disabled be claimed again. */
export async function resumeNotices(tx: Tx, tokenId: string, now: Date): Promise<void> {
  const where = { tokenId, deliveredAt: null, nextAttemptAt: null };
  await tx.notice.updateMany({ where, data: { nextAttemptAt: now } });
}

/** Stores that the notice was delivered, so that it is not sent again. */
export async function noteDelivered({ tokenId, kind }: NoticeKey, now: Date): Promise<void> {
  const data = { deliveredAt: now, nextAttemptAt: null };
  await database().write((tx) => tx.notice.updateMany({ where: { tokenId, kind }, data }));
}

/** Stores and returns the time of the next attempt; null after the last one. */
export async function noteFailed(
  { tokenId, kind, attempt }: Claim,
  now: Date,
): Promise<Date | null> {
  const nextAttemptAt = retryAt(attempt, now);
  // If this attempt outlasted its lease, another server may have claimed the notice.
  const where = { tokenId, kind, attempts: attempt, deliveredAt: null };
  await database().write((tx) => tx.notice.updateMany({ where, data: { nextAttemptAt } }));
  return nextAttemptAt;
}
