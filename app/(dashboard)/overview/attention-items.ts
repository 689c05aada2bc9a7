import type { AttentionCounts } from "#components/overview/attention.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { type Action, canBegin } from "#lib/policy/can.ts";
import { countEvents } from "#lib/services/events/count-events.ts";
import { countExpiredInvites } from "#lib/services/invites/list-invites.ts";
import { countReviews } from "#lib/services/reviews/list-reviews.ts";
import type { TokensSummary } from "#lib/services/tokens/summarize-tokens.ts";
import { countUsers } from "#lib/services/users/list-users.ts";

const FAILED_SIGN_IN = "dashboard.login.failed";

const TOKEN_EVENTS = {
  leaks: "personal.access.token.leak",
  oldSecrets: "personal.access.token.old_secret_used",
  refusedNetworks: "personal.access.token.network_refused",
  unusedNotices: "personal.access.token.unused",
  disabled: "personal.access.token.disable",
} as const;

/** Counts items that may need attention; undefined without the right to see or change them. */
export async function countAttentionItems(
  actor: Actor,
  summary: TokensSummary,
): Promise<AttentionCounts> {
  const failedSince = new Date(Date.now() - DAY_MS);
  const noticedSince = new Date(Date.now() - 7 * DAY_MS);
  const ifMay = <T>(action: Action, count: () => Promise<T>) =>
    canBegin(actor, action).allowed ? count() : undefined;
  const [waiting, expiredInvites, failed, noticed, dueReviews] = await Promise.all([
    ifMay("users.approve", () => countUsers(actor, { status: "pending", service_user: false })),
    ifMay("invites.list", () => countExpiredInvites(actor)),
    ifMay("events.list", () => countEvents(actor, [FAILED_SIGN_IN], failedSince)),
    ifMay("events.list", () => countEvents(actor, Object.values(TOKEN_EVENTS), noticedSince)),
    ifMay("reviews.confirm", () => countReviews(actor, { due: "true" })),
  ]);
  const { expiring, expired, unused, neverUsed, expiringWithinDays, unusedForDays } = summary;
  return {
    ...{ expiring, expired, unused, neverUsed, expiringWithinDays, unusedForDays },
    ...{ waiting, expiredInvites, failedSignIns: failed?.[FAILED_SIGN_IN], failedSince },
    leaks: noticed?.[TOKEN_EVENTS.leaks],
    oldSecrets: noticed?.[TOKEN_EVENTS.oldSecrets],
    refusedNetworks: noticed?.[TOKEN_EVENTS.refusedNetworks],
    unusedNotices: noticed?.[TOKEN_EVENTS.unusedNotices],
    disabled: noticed?.[TOKEN_EVENTS.disabled],
    noticedSince,
    dueReviews,
  };
}
