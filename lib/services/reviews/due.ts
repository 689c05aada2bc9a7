import type { AccountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";

/** The time before which a last review makes a service user due; null if none ever is. */
export function dueBefore(
  { accessReviewDays }: Pick<AccountSettings, "accessReviewDays">,
  now: Date,
): Date | null {
  return accessReviewDays === null ? null : new Date(now.getTime() - accessReviewDays * DAY_MS);
}

/** The condition of service users whose last review, or else creation, was before this time. */
export const reviewedBefore = (time: Date) => ({
  OR: [{ reviewedAt: { lt: time } }, { reviewedAt: null, createdAt: { lt: time } }],
});

/** The same of those whose last review, or else creation, was not before this time. */
export const reviewedSince = (time: Date) => ({
  OR: [{ reviewedAt: { gte: time } }, { reviewedAt: null, createdAt: { gte: time } }],
});
