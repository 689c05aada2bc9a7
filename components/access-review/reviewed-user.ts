import type { DescribedUser } from "#lib/contract/views.ts";

/** A service user with its last review, and what it holds; null without the right to see that. */
export type ReviewedUser = DescribedUser & {
  reviewedAt: Date;
  reviewedByName: string | null;
  isDue: boolean;
  rights: { held: number; unused: number; sensitive: string[] } | null;
};
