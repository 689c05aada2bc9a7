import { numberText, wordFor } from "#components/ui/counted.ts";
import type { ActivityCode } from "#lib/contract/activities.ts";
import {
  DUE_REVIEWS_PATH,
  INVITES_PATH,
  PENDING_PATH,
  pathWith,
} from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";

/** Counts of items that may need attention; undefined without the right to see them. */
export type AttentionCounts = {
  expiring: number;
  expired: number;
  unused: number;
  neverUsed: number;
  /** Users pending approval. */
  waiting: number | undefined;
  expiredInvites: number | undefined;
  /** Failed sign-ins since `failedSince`. */
  failedSignIns: number | undefined;
  failedSince: Date;
  /** Events about access tokens since `noticedSince`. */
  leaks: number | undefined;
  oldSecrets: number | undefined;
  refusedNetworks: number | undefined;
  unusedNotices: number | undefined;
  disabled: number | undefined;
  noticedSince: Date;
  /** Service users due for review. */
  dueReviews: number | undefined;
  /** Thresholds in days. */
  expiringWithinDays: number;
  unusedForDays: number;
};

export type Attention = {
  id: keyof AttentionCounts;
  tone: "bad" | "soon" | "idle";
  text: string;
  href: string;
  action: string;
};

type Rule = {
  id: keyof AttentionCounts;
  tone: Attention["tone"];
  one: (concerns: AttentionCounts) => string;
  many: (concerns: AttentionCounts) => string;
  href: (concerns: AttentionCounts) => string;
  action: string;
};

const tokensIn = (state: string) => () => pathWith(PAGES.tokens.path, { state });

const events = (code: ActivityCode, since: Date) =>
  pathWith(PAGES.activity.path, { activity_code: code, since: since.toISOString() });
const tokenEvents =
  (code: ActivityCode): Rule["href"] =>
  ({ noticedSince }) =>
    events(code, noticedSince);

/** Most urgent first. */
const RULES: readonly Rule[] = [
  {
    id: "leaks",
    tone: "bad",
    one: () => "access token reported as leaked in the last 7 days",
    many: () => "access tokens reported as leaked in the last 7 days",
    href: tokenEvents("personal.access.token.leak"),
    action: "View reports",
  },
  {
    id: "oldSecrets",
    tone: "bad",
    one: () => "use of a replaced secret in the last 7 days",
    many: () => "uses of replaced secrets in the last 7 days",
    href: tokenEvents("personal.access.token.old_secret_used"),
    action: "View uses",
  },
  {
    id: "failedSignIns",
    tone: "bad",
    one: () => "sign-in failed in the last 24 hours",
    many: () => "sign-ins failed in the last 24 hours",
    href: ({ failedSince }) => events("dashboard.login.failed", failedSince),
    action: "View sign-ins",
  },
  {
    id: "refusedNetworks",
    tone: "bad",
    one: () => "access token refused for its address in the last 7 days",
    many: () => "refusals of access tokens for their address in the last 7 days",
    href: tokenEvents("personal.access.token.network_refused"),
    action: "View refusals",
  },
  {
    id: "waiting",
    tone: "soon",
    one: () => "user pending approval",
    many: () => "users pending approval",
    href: () => PENDING_PATH,
    action: "Review",
  },
  {
    id: "expiring",
    tone: "soon",
    one: ({ expiringWithinDays }) => `access token expires within ${expiringWithinDays} days`,
    many: ({ expiringWithinDays }) => `access tokens expire within ${expiringWithinDays} days`,
    href: tokensIn("expiring"),
    action: "Rotate",
  },
  {
    id: "expired",
    tone: "bad",
    one: () => "access token expired",
    many: () => "access tokens expired",
    href: tokensIn("expired"),
    action: "Revoke expired",
  },
  {
    id: "unusedNotices",
    tone: "soon",
    one: () => "notice that an unused access token will be disabled in the last 7 days",
    many: () => "notices that unused access tokens will be disabled in the last 7 days",
    href: tokenEvents("personal.access.token.unused"),
    action: "View tokens",
  },
  {
    id: "disabled",
    tone: "idle",
    one: () => "access token disabled in the last 7 days",
    many: () => "access tokens disabled in the last 7 days",
    href: tokenEvents("personal.access.token.disable"),
    action: "View tokens",
  },
  {
    id: "dueReviews",
    tone: "soon",
    one: () => "service user is due for review",
    many: () => "service users are due for review",
    href: () => DUE_REVIEWS_PATH,
    action: "Review access",
  },
  {
    id: "unused",
    tone: "idle",
    one: ({ unusedForDays }) => `access token unused for ${unusedForDays}+ days`,
    many: ({ unusedForDays }) => `access tokens unused for ${unusedForDays}+ days`,
    href: tokensIn("unused"),
    action: "Review unused",
  },
  {
    id: "neverUsed",
    tone: "idle",
    one: () => "access token never used",
    many: () => "access tokens never used",
    href: tokensIn("never_used"),
    action: "Review",
  },
  {
    id: "expiredInvites",
    tone: "idle",
    one: () => "invite expired",
    many: () => "invites expired",
    href: () => INVITES_PATH,
    action: "Resend or delete",
  },
];

/** Items that need attention, each with the page to act on it, most urgent first. */
export function attentionOf(concerns: AttentionCounts): Attention[] {
  return RULES.flatMap(({ id, tone, one, many, href, action }) => {
    const count = concerns[id];
    if (typeof count !== "number" || count === 0) return [];
    const words = wordFor(count, one(concerns), many(concerns));
    return [{ id, tone, text: `${numberText(count)} ${words}`, href: href(concerns), action }];
  });
}
