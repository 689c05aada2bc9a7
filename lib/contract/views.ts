import type { Role } from "./fields.ts";
import type { GeneratedPassword } from "./generated-password.ts";
import type { OperationAnswer } from "./operations.ts";

/** A user as services and pages see one; `toWireUser` is its form on the wire. */
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
};

/** How many tokens a user has, and when they expire and were used. */
export type TokenFigures = {
  active: number;
  expired: number;
  nextExpiryAt: Date | null;
  lastUsedAt: Date | null;
};

/**
 * A user as a list shows one; `tokens` is null to a reader who may not see them, and
 * `generatedPassword` to one who may not reset the password.
 */
export type DescribedUser = UserView & {
  groups: { id: string; name: string }[];
  tokens: TokenFigures | null;
  /** There while the person has a generated password, with when it expires. */
  generatedPassword: { state: GeneratedPassword; endsAt: Date } | null;
};

/** A browser session as its owner sees it; its id names it and opens nothing. */
export type SessionView = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string;
  userAgent: string;
  isCurrent: boolean;
};

/** An access token's metadata as services and pages see it; never its text or hash. */
export type TokenView = {
  id: string;
  userId: string;
  name: string;
  /** The visible beginning of the text, `nbp_` and the public id. */
  fingerprint: string;
  expiresAt: Date;
  createdBy: string;
  /** Null when the creator no longer exists. */
  createdByName: string | null;
  /** Blocked or waiting for approval, and may know its text; false where they no longer exist. */
  isCreatorBlocked: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
};

/** An audit event as services and pages see it. */
export type EventView = {
  id: number;
  timestamp: Date;
  /** Of `ACTIVITIES`, but a newer version may have written others. */
  activityCode: string;
  initiatorId: string;
  initiatorName: string;
  initiatorEmail: string;
  targetId: string;
  meta: Record<string, string>;
};

/** An invite as services and pages see one; never the text or hash of its token. */
export type InviteView = {
  id: string;
  email: string;
  name: string;
  role: Role;
  autoGroups: string[];
  expiresAt: Date;
  createdAt: Date;
  isExpired: boolean;
  /** It can be accepted now: neither expired, nor its inviter gone or without the right to invite. */
  isValid: boolean;
};

/** A group as services and pages see one; `toWireGroup` is its form on the wire. */
export type GroupView = {
  id: string;
  name: string;
  issued: OperationAnswer<"groups.get">["issued"];
  /** Ids in the order they came in. */
  peers: string[];
  resources: OperationAnswer<"groups.get">["resources"];
};

/** An access token as the list of the whole account shows it. */
export type InventoryView = TokenView & {
  userName: string;
  isServiceUser: boolean;
  /** Blocked or waiting for approval: none of the owner's tokens is admitted. */
  isUserBlocked: boolean;
  state: "active" | "expired";
};

/** One that is about to be revoked, with how often it was used in the last 30 days. */
export type RevokedView = InventoryView & { uses30Days: number };

/** How often something happened on a day in UTC, `2026-11-24`. */
export type DayCount = { day: string; count: number };

/** What an access token was used for in so many days; the most used operation comes first. */
export type TokenUsageView = {
  tokenId: string;
  days: number;
  total: number;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  /** Where it was used from, the latest first. */
  addresses: { address: string; agent: string; firstUsedAt: Date; lastUsedAt: Date }[];
  byDay: DayCount[];
  /** By the ids of the operation table, but a newer version may have written others. */
  byOperation: { operation: string; count: number; lastDay: string }[];
};

/** That somebody revoked an access token, as its owner is told. */
export type RevocationView = { id: number; name: string; revokedAt: Date; revokedByName: string };

/** A user, group or access token that an event names and that is still there. */
export type EventSubject = { id: string; name: string } & (
  | { kind: "person" | "service-user" | "group" }
  /** Whether the reader may see it in the list of tokens. */
  | { kind: "token"; isReadable: boolean }
);

/** A group as the list shows one, with all that its deletion would be refused for. */
export type DescribedGroup = GroupView & {
  people: number;
  serviceUsers: number;
  /** The names of the first users who have it in their auto groups. */
  holders: string[];
  /** Whom pending invites would put into it. */
  invited: string[];
  inTrafficLogs: boolean;
};
