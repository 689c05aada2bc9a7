import { ACTIVITIES, isActivityCode } from "./activities.ts";
import { type Role, ZERO_TIME } from "./fields.ts";
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

/** A user as a list shows one; `tokens` is null to a reader who may not see them. */
export type DescribedUser = UserView & {
  groups: { id: string; name: string }[];
  tokens: TokenFigures | null;
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

/** A user or group that an event names and that is still there. */
export type EventSubject = { id: string; kind: "person" | "service-user" | "group"; name: string };

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

export function toWireUser(view: UserView): OperationAnswer<"users.get"> {
  return {
    id: view.id,
    email: view.email,
    name: view.name,
    role: view.role,
    status: view.status,
    last_login: view.lastLoginAt?.toISOString() ?? ZERO_TIME,
    auto_groups: view.autoGroups,
    is_current: view.isCurrent,
    is_service_user: view.isServiceUser,
    is_blocked: view.isBlocked,
    pending_approval: view.pendingApproval,
    issued: view.issued,
  };
}

export function toWireSession(view: SessionView): OperationAnswer<"sessions.list">[number] {
  return {
    id: view.id,
    created_at: view.createdAt.toISOString(),
    last_seen: view.lastSeenAt.toISOString(),
    expires_at: view.expiresAt.toISOString(),
    address: view.address,
    user_agent: view.userAgent,
    is_current: view.isCurrent,
  };
}

export function toWireInvite(view: InviteView): OperationAnswer<"invites.list">[number] {
  return {
    id: view.id,
    email: view.email,
    name: view.name,
    role: view.role,
    auto_groups: view.autoGroups,
    expires_at: view.expiresAt.toISOString(),
    created_at: view.createdAt.toISOString(),
    expired: view.isExpired,
    valid: view.isValid,
  };
}

export function toWireToken(view: TokenView): OperationAnswer<"tokens.get"> {
  return {
    id: view.id,
    name: view.name,
    expiration_date: view.expiresAt.toISOString(),
    created_by: view.createdBy,
    created_at: view.createdAt.toISOString(),
    ...(view.lastUsedAt ? { last_used: view.lastUsedAt.toISOString() } : {}),
    ...(view.lastUsedIp ? { last_used_ip: view.lastUsedIp } : {}),
  };
}

export function toWireEvent(view: EventView): OperationAnswer<"events.list">[number] {
  const { activityCode: code } = view;
  return {
    id: String(view.id),
    timestamp: view.timestamp.toISOString(),
    activity: isActivityCode(code) ? ACTIVITIES[code] : code,
    activity_code: code,
    initiator_id: view.initiatorId,
    initiator_name: view.initiatorName,
    initiator_email: view.initiatorEmail,
    target_id: view.targetId,
    meta: view.meta,
  };
}

export function toWireGroup({
  peers,
  resources,
  ...view
}: GroupView): OperationAnswer<"groups.get"> {
  return {
    id: view.id,
    name: view.name,
    issued: view.issued,
    peers: peers.map((id) => ({ id, name: "" })),
    peers_count: peers.length,
    resources,
    resources_count: resources.length,
  };
}

export function toWireRevoked(
  view: RevokedView,
): OperationAnswer<"tokens.revoke">["tokens"][number] {
  return { ...toWireInventory(view), uses_30_days: view.uses30Days };
}

export function toWireInventory(view: InventoryView): OperationAnswer<"tokens.inventory">[number] {
  return {
    ...toWireToken(view),
    user_id: view.userId,
    user_name: view.userName,
    is_service_user: view.isServiceUser,
    is_user_blocked: view.isUserBlocked,
    fingerprint: view.fingerprint,
    state: view.state,
    created_by_name: view.createdByName,
    ...(view.lastUsedAgent === null ? {} : { last_used_agent: view.lastUsedAgent }),
  };
}
