import { NOTICE_DAYS } from "#lib/contract/notices.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Whoever starts to get notices is not told of every token that ever expired. */
const EXPIRED_WITHIN_MS = DAY_MS;
/** An expiry found a day late still gets its attempts of a day. Later the news is stale. */
const EXPIRED_SENT_WITHIN_MS = 2 * DAY_MS;

/** A threshold that a token passes on its way: so many days before its expiry, or 0 at it. */
export type Threshold = {
  /** As it is stored, and in the id of its webhook. */
  kind: string;
  daysBefore: number;
  /** Before the expiry. Up to the next threshold, or what counts as long ago, it is the nearest. */
  fromMs: number;
  untilMs: number;
};

const DAYS = [...NOTICE_DAYS, 0];

export const THRESHOLDS: readonly Threshold[] = DAYS.map((daysBefore, at) => ({
  kind: daysBefore === 0 ? "expired" : `expiring-${daysBefore}d`,
  daysBefore,
  fromMs: daysBefore * DAY_MS,
  untilMs: daysBefore === 0 ? -EXPIRED_WITHIN_MS : (DAYS[at + 1] ?? 0) * DAY_MS,
}));

type Lifetime = { createdAt: Date; expiresAt: Date };

/**
 * Whether a token of this lifetime gets a notice of the threshold at all: only if it has lived
 * when it passes it. One made for 7 days gets those of 1 day before and of the expiry.
 */
export function isFor({ fromMs }: Threshold, { createdAt, expiresAt }: Lifetime): boolean {
  return expiresAt.getTime() - createdAt.getTime() > fromMs;
}

/** Between which moments of expiry a threshold is the nearest that was passed: after, up to. */
export function expiriesOf({ fromMs, untilMs }: Threshold, now: Date): { gt: Date; lte: Date } {
  return { gt: new Date(now.getTime() + untilMs), lte: new Date(now.getTime() + fromMs) };
}

/**
 * Whether a notice is still worth sending: no nearer threshold has been passed, and an expiry is
 * less than two days past, however long it waited while notices were off.
 */
export function isStillNews({ daysBefore, untilMs }: Threshold, expiresAt: Date, now: Date) {
  const lastMs = daysBefore === 0 ? -EXPIRED_SENT_WITHIN_MS : untilMs;
  return expiresAt.getTime() - now.getTime() > lastMs;
}
