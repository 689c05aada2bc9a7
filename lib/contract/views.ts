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

/** An access token as the list of the whole account shows it. */
export type InventoryView = TokenView & {
  userName: string;
  isServiceUser: boolean;
  state: "active" | "expired";
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

export function toWireToken(view: TokenView): OperationAnswer<"tokens.get"> {
  return {
    id: view.id,
    name: view.name,
    expiration_date: view.expiresAt.toISOString(),
    created_by: view.createdBy,
    created_at: view.createdAt.toISOString(),
    ...(view.lastUsedAt ? { last_used: view.lastUsedAt.toISOString() } : {}),
  };
}

export function toWireInventory(view: InventoryView): OperationAnswer<"tokens.inventory">[number] {
  return {
    ...toWireToken(view),
    user_id: view.userId,
    user_name: view.userName,
    is_service_user: view.isServiceUser,
    fingerprint: view.fingerprint,
    state: view.state,
    created_by_name: view.createdByName,
    ...(view.lastUsedIp === null ? {} : { last_used_ip: view.lastUsedIp }),
    ...(view.lastUsedAgent === null ? {} : { last_used_agent: view.lastUsedAgent }),
  };
}
