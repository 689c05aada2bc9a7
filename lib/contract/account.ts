import { z } from "zod";
import { DAY_SECONDS } from "./durations.ts";
import { LEAK_ACTIONS } from "./leaks.ts";
import { TOKEN_DAYS, TOKENS_PER_USER } from "./token-limits.ts";

/** The default ranges of an account; not used by Roost. */
export const ALLOCATED_RANGE = { v4: "100.64.0.0/16", v6: "fd6e:b7a4:51c0::/64" } as const;

const ids = z.array(z.string());

/**
 * The stored settings of an account, with the defaults of a new one (contract 2.13). A field that
 * an older version did not store reads as its default, so a new setting needs no migration. Roost
 * uses the first group; the others are stored for NetBird's clients. A setting that would promise
 * security that Roost does not enforce reads as off, even if an older version stored it as on.
 */
export const accountSettings = z.object({
  /** Changes of auto groups are recorded (contract 2.4). */
  groupsPropagationEnabled: z.boolean().default(true),
  /** A hint for the user interfaces of users without rights (contract 2.6). */
  regularUsersViewBlocked: z.boolean().default(true),
  /** Users who join by an invite await approval (contract 1.5). */
  userApprovalRequired: z.boolean().default(true),
  /** Users may create access tokens for themselves. */
  personalTokens: z.boolean().default(true),
  /** Longest lifetime of a new access token in days; null for the limit of the contract. */
  accessTokenMaxDays: z.number().nullable().default(null),
  /** The same for service users; null for the limit of all. */
  serviceTokenMaxDays: z.number().nullable().default(null),
  /** Most unexpired tokens of a user, checked when one is created. */
  accessTokenMaxPerUser: z.number().default(TOKENS_PER_USER.preset),
  /** Access tokens without use for this many days are disabled, after a notice; null for never. */
  accessTokenDisableUnusedDays: z.number().nullable().default(null),
  /** Access tokens may change passwords, end sessions, transfer ownership, delete the account. */
  tokensManageAccount: z.boolean().default(false),
  /** What a report of a leak does to an access token. */
  leakAction: z.enum(LEAK_ACTIONS).default("revoke"),
  /** After how many days a service user is due for review; null for never. */
  accessReviewDays: z.number().nullable().default(null),

  peerLoginExpirationEnabled: z.boolean().default(true),
  peerLoginExpiration: z.number().default(DAY_SECONDS),
  peerInactivityExpirationEnabled: z.boolean().default(false),
  peerInactivityExpiration: z.number().default(600),
  peerApprovalEnabled: z.boolean().default(false),
  peerExposeEnabled: z.boolean().default(false),
  peerExposeGroups: ids.nullable().default(null),
  routingPeerDnsResolutionEnabled: z.boolean().default(true),
  lazyConnectionEnabled: z.boolean().default(true),
  dnsDomain: z.string().default(""),
  networkRange: z.string().default(ALLOCATED_RANGE.v4),
  networkRangeV6: z.string().default(ALLOCATED_RANGE.v6),
  ipv6EnabledGroups: ids.nullable().default(null),
  jwtGroupsEnabled: z.boolean().default(false),
  jwtGroupsClaimName: z.string().default(""),
  jwtAllowGroups: ids.max(0).catch([]),
  autoUpdateVersion: z.string().default(""),
  autoUpdateAlways: z.boolean().default(false),
  metricsPushEnabled: z.boolean().default(false),
  localMfaEnabled: z.literal(false).catch(false),
  agentNetworkOnly: z.boolean().default(false),
  /** Null if never set; then absent on the wire. */
  dashboardFeatures: z.object({ agentNetwork: z.boolean().nullable() }).nullable().default(null),
  networkTrafficLogsEnabled: z.boolean().default(false),
  networkTrafficLogsGroups: ids.nullable().default(null),
  networkTrafficPacketCounterEnabled: z.boolean().default(false),
  onboardingFlowPending: z.boolean().default(false),
  signupFormPending: z.boolean().default(false),
});

export type AccountSettings = z.output<typeof accountSettings>;

type DaysLimits = Pick<AccountSettings, "accessTokenMaxDays" | "serviceTokenMaxDays">;

/** Longest lifetime in days of a token that is created now for a user or a service user. */
export const tokenDaysLimit = (
  { accessTokenMaxDays, serviceTokenMaxDays }: DaysLimits,
  { isServiceUser }: { isServiceUser: boolean },
): number => (isServiceUser ? serviceTokenMaxDays : null) ?? accessTokenMaxDays ?? TOKEN_DAYS.max;

/** Whether some tokens may live longer than the contract allows. */
export const exceedsContract = ({ serviceTokenMaxDays }: DaysLimits): boolean =>
  serviceTokenMaxDays !== null && serviceTokenMaxDays > TOKEN_DAYS.max;
