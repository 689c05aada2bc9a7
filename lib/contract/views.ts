import type { Role } from "./fields.ts";
import type { GeneratedPassword } from "./generated-password.ts";
import type { OperationAnswer } from "./operations.ts";
import type { RequestLimits } from "./request-limits.ts";
import type { RevocationFilter } from "./token-revocations.ts";

/** A user in services and pages; `toWireUser` gives its wire form. */
export type UserView = {
  id: string;
  email: string;
  name: string;
  role: Role;
  status: "active" | "invited" | "blocked";
  lastLoginAt: Date | null;
  autoGroups: string[];
  isCurrent: boolean;
  isServiceUser: boolean;
  isBlocked: boolean;
  pendingApproval: boolean;
  issued: string;
  /** What a service user is for; empty for none. */
  description: string;
  /** The person to ask about a service user; null for none. */
  contactId: string | null;
};

/** A person by ID and name. */
export type PersonRef = { id: string; name: string };

/** Count, expiry and last use of a user's tokens. */
export type TokenFigures = {
  active: number;
  expired: number;
  nextExpiryAt: Date | null;
  lastUsedAt: Date | null;
};

/**
 * A user in a list; `tokens` is null for readers who may not see them, `generatedPassword` for
 * readers who may not reset the password.
 */
export type DescribedUser = Omit<UserView, "autoGroups" | "contactId"> & {
  groups: { id: string; name: string }[];
  /** Of a service user. */
  contact: PersonRef | null;
  tokens: TokenFigures | null;
  /** Present while the user has a generated password, with its expiry. */
  generatedPassword: { state: GeneratedPassword; endsAt: Date } | null;
};

/** A browser session; its ID cannot be used to sign in. */
export type SessionView = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string;
  userAgent: string;
  isCurrent: boolean;
};

/** An access token's metadata in services and pages; never the plain token or its hash. */
export type TokenView = {
  id: string;
  userId: string;
  name: string;
  /** Empty for none. */
  description: string;
  /** The visible start of the token: `nbp_` and the public ID. */
  fingerprint: string;
  expiresAt: Date;
  createdBy: string;
  /** Null if the creator no longer exists. */
  createdByName: string | null;
  /** The creator, who may know the token, is blocked or pending; false if they no longer exist. */
  isCreatorBlocked: boolean;
  createdAt: Date;
  /** Canonical CIDRs; null for any address. */
  allowedNetworks: string[] | null;
  /** What requests with it may ask for; null without limits. */
  limits: RequestLimits | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  /** Null for the whole role of its owner. */
  scopes: string[] | null;
  /** Null while its secret is accepted. */
  disabledAt: Date | null;
  /** Null if it is not disabled. */
  disabledReason: string | null;
  /** Its live secrets, newest first; null if it has only the current one. */
  secrets: SecretView[] | null;
};

/** A secret of a token that is being rotated; never the secret itself or its hash. */
export type SecretView = {
  state: "pending" | "current" | "ending";
  createdAt: Date;
  expiresAt: Date;
  /** When a pending one lapses unused and an ending one stops working; null for the current one. */
  endsAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
};

/** The access token of a request, with its owner and its rights by module. */
export type OwnTokenView = {
  token: TokenView;
  user: Pick<UserView, "id" | "name" | "email" | "role" | "isServiceUser">;
  modules: OperationAnswer<"tokens.self.get">["permissions"]["modules"];
};

/** An audit event in services and pages. */
export type EventView = {
  id: number;
  timestamp: Date;
  /** From `ACTIVITIES`, but a newer version may have written others. */
  activityCode: string;
  initiatorId: string;
  initiatorName: string;
  initiatorEmail: string;
  targetId: string;
  meta: Record<string, string>;
};

/** An invite in services and pages; never its token or the hash. */
export type InviteView = {
  id: string;
  email: string;
  name: string;
  role: Role;
  autoGroups: string[];
  expiresAt: Date;
  createdAt: Date;
  isExpired: boolean;
  /** Not expired, and its inviter still exists and may invite users. */
  isValid: boolean;
};

/** A group in services and pages; `toWireGroup` gives its wire form. */
export type GroupView = {
  id: string;
  name: string;
  issued: OperationAnswer<"groups.get">["issued"];
  /** IDs in the order of the request. */
  peers: string[];
  resources: OperationAnswer<"groups.get">["resources"];
};

/** An access token in the list of the account. */
export type InventoryView = TokenView & {
  userName: string;
  userRole: Role;
  isServiceUser: boolean;
  /** The person to ask about the owner, a service user. */
  ownerContact: PersonRef | null;
  /** The owner is blocked or pending: their tokens are refused. */
  isUserBlocked: boolean;
  state: "active" | "expired" | "disabled";
};

/** A token about to be revoked, with its number of uses in the last 30 days. */
export type RevokedView = InventoryView & { uses30Days: number };

/** A revocation of all tokens that meet a filter, with its progress. */
export type TokenRevocationView = {
  id: string;
  state: "running" | "done" | "stopped";
  filter: RevocationFilter;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  matched: number;
  revoked: number;
  refused: number;
};

/** The count of a day in UTC, `2026-11-24`. */
export type DayCount = { day: string; count: number };

/** The usage of an access token in a number of days; most used operations first. */
export type TokenUsageView = {
  tokenId: string;
  days: number;
  total: number;
  /** Calls among these that lacked a right. */
  refused: number;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  /** Source addresses, latest first. */
  addresses: { address: string; agent: string; firstUsedAt: Date; lastUsedAt: Date }[];
  byDay: DayCount[];
  /** IDs of the operation table, but a newer version may have written others. */
  byOperation: { operation: string; count: number; refused: number; lastDay: string }[];
};

/** The revocation of an access token by another user, as shown to its owner. */
export type RevocationView = { id: number; name: string; revokedAt: Date; revokedByName: string };

/** A user, group or access token that an event names and that still exists. */
export type EventSubject = { id: string; name: string } & (
  | { kind: "person" | "service-user" | "group" }
  /** Whether the reader may see it in the token list. */
  | { kind: "token"; isReadable: boolean }
);

/**
 * A service user in an access review; `access` is null for readers who may not see the tokens. The
 * review is at first the creation.
 */
export type ReviewView = {
  user: UserView;
  createdAt: Date;
  reviewedAt: Date;
  reviewedBy: string;
  /** Null if the reviewer no longer exists. */
  reviewedByName: string | null;
  isDue: boolean;
  access: ReviewedAccess | null;
};

/** A token with the rights that it does not use, at its place in a ranking of this time. */
export type RankedView = {
  token: Pick<TokenView, "id" | "name" | "userId" | "createdAt" | "lastUsedAt">;
  owner: { name: string; isServiceUser: boolean };
  rights: number;
  unusedRights: number;
  unusedSensitive: string[];
  computedAt: Date;
};

/** What a service user may do with its working tokens, and what it used them for. */
export type ReviewedAccess = {
  lastUsedAt: Date | null;
  tokens: number;
  wholeRoleTokens: number;
  scopes: string[];
  rights: string[];
  unusedRights: string[];
};

/** A group in the list, with everything that prevents its deletion. */
export type DescribedGroup = GroupView & {
  people: number;
  serviceUsers: number;
  /** Names of the first users with it in their auto groups. */
  holders: string[];
  /** Users of pending invites with it in their auto groups. */
  invited: string[];
  inTrafficLogs: boolean;
  /** Slugs of the protected services that list it. */
  services: string[];
};
