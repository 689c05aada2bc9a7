import { z } from "zod";
import { TOKEN_DAYS, TOKENS_PER_USER } from "./fields.ts";

const DAY_SECONDS = 24 * 60 * 60;

/** What every account has until it sets a range of its own; Roost routes nothing itself. */
export const ALLOCATED_RANGE = { v4: "100.64.0.0/16", v6: "fd6e:b7a4:51c0::/64" } as const;

const ids = z.array(z.string());

/**
 * What an account can set, as stored. A field that an older version did not store reads as its
 * default, so a new setting needs no migration. The defaults are those of a new account (contract
 * 2.13). The first group acts in Roost; the others are kept for NetBird's clients. What would
 * promise security that Roost does not enforce is never on, even where an older version stored it.
 */
export const accountSettings = z.object({
  /** Changes of auto groups are recorded (contract 2.4). */
  groupsPropagationEnabled: z.boolean().default(true),
  /** A hint for interfaces of people without rights (contract 2.6). */
  regularUsersViewBlocked: z.boolean().default(true),
  /** Whoever joins by an invite waits for an approval (contract 1.5). */
  userApprovalRequired: z.boolean().default(true),
  /** People may have access tokens of their own. */
  personalTokens: z.boolean().default(true),
  /** Most days that a new access token may live; null leaves it at the contract's own limit. */
  accessTokenMaxDays: z.number().nullable().default(null),
  /** Most live tokens that a user may have for a new one to be created. */
  accessTokenMaxPerUser: z.number().default(TOKENS_PER_USER.preset),
  /** Access tokens may change passwords, end sessions, pass on the ownership, delete the account. */
  tokensManageAccount: z.boolean().default(false),

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
  /** Null where it was never set; the wire then leaves it out. */
  dashboardFeatures: z.object({ agentNetwork: z.boolean().nullable() }).nullable().default(null),
  networkTrafficLogsEnabled: z.boolean().default(false),
  networkTrafficLogsGroups: ids.nullable().default(null),
  networkTrafficPacketCounterEnabled: z.boolean().default(false),
  onboardingFlowPending: z.boolean().default(false),
  signupFormPending: z.boolean().default(false),
});

export type AccountSettings = z.output<typeof accountSettings>;

/** Most days that a token created now may live. */
export const tokenDaysLimit = ({
  accessTokenMaxDays,
}: Pick<AccountSettings, "accessTokenMaxDays">): number => accessTokenMaxDays ?? TOKEN_DAYS.max;
