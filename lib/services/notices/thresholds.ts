import { DAY_MS } from "#lib/contract/durations.ts";
import { NOTICE_DAYS } from "#lib/contract/notices.ts";

/** Limits the first check: no notices for tokens that expired long ago. */
const EXPIRED_WITHIN_MS = DAY_MS;
/** An expiry found a day late still gets its attempts of one day. After that it is obsolete. */
const EXPIRED_SENT_WITHIN_MS = 2 * DAY_MS;

/** A threshold of a token: a number of days before its expiry, or 0 for the expiry. */
export type Threshold = {
  /** As stored, and in the ID of the webhook. */
  kind: string;
  daysBefore: number;
  /** Relative to the expiry. The threshold is the nearest one from here until `untilMs`. */
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
 * Whether a token of this lifetime gets a notice of the threshold: only if it was created before
 * the threshold. A token of 7 days gets those of 1 day before and of the expiry.
 */
export function isFor({ fromMs }: Threshold, { createdAt, expiresAt }: Lifetime): boolean {
  return expiresAt.getTime() - createdAt.getTime() > fromMs;
}

/** The range of expiries for which this threshold is the nearest one passed. */
export function expiriesOf({ fromMs, untilMs }: Threshold, now: Date): { gt: Date; lte: Date } {
  return { gt: new Date(now.getTime() + untilMs), lte: new Date(now.getTime() + fromMs) };
}

/**
 * Whether a notice is not obsolete: no nearer threshold has been passed, and an expiry is less
 * than two days past, even if notices were off in between.
 */
export function isStillNews({ daysBefore, untilMs }: Threshold, expiresAt: Date, now: Date) {
  const lastMs = daysBefore === 0 ? -EXPIRED_SENT_WITHIN_MS : untilMs;
  return expiresAt.getTime() - now.getTime() > lastMs;
}
