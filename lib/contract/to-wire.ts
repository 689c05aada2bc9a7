import { ACTIVITIES, isActivityCode } from "./activities.ts";
import { ZERO_TIME } from "./fields.ts";
import type { OperationAnswer } from "./operations.ts";
import type {
  EventView,
  GroupView,
  InventoryView,
  InviteView,
  OwnTokenView,
  RankedView,
  ReviewView,
  RevokedView,
  SecretView,
  SessionView,
  TokenRevocationView,
  TokenView,
  UserView,
} from "./views.ts";

/* Maps views of services to answers of the API. */

type WireSecret = NonNullable<OperationAnswer<"tokens.get">["secrets"]>[number];

/** An answer with every field listed: an undefined one is not sent. */
export type Whole<Answer> = { [Field in keyof Required<Answer>]: Answer[Field] };

export function toWireUser(view: UserView): Whole<OperationAnswer<"users.get">> {
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
    description: view.description || undefined,
    contact: view.contactId ?? undefined,
  };
}

export function toWireReview(view: ReviewView): Whole<OperationAnswer<"reviews.list">[number]> {
  const { user, access } = view;
  return {
    id: user.id,
    name: user.name,
    description: user.description || undefined,
    contact: user.contactId ?? undefined,
    role: user.role,
    status: user.isBlocked ? "blocked" : "active",
    created_at: view.createdAt.toISOString(),
    reviewed_at: view.reviewedAt.toISOString(),
    reviewed_by: view.reviewedBy,
    reviewed_by_name: view.reviewedByName,
    due: view.isDue,
    last_used: access === null ? undefined : (access.lastUsedAt?.toISOString() ?? null),
    tokens: access?.tokens,
    whole_role_tokens: access?.wholeRoleTokens,
    scopes: access?.scopes,
    rights: access?.rights,
    unused_rights: access?.unusedRights,
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

export function toWireToken(view: TokenView): Whole<OperationAnswer<"tokens.get">> {
  return {
    id: view.id,
    name: view.name,
    expiration_date: view.expiresAt.toISOString(),
    created_by: view.createdBy,
    created_at: view.createdAt.toISOString(),
    last_used: view.lastUsedAt?.toISOString(),
    last_used_ip: view.lastUsedIp || undefined,
    scopes: view.scopes ?? undefined,
    description: view.description || undefined,
    allowed_networks: view.allowedNetworks ?? undefined,
    limits: view.limits ?? undefined,
    disabled: view.disabledAt === null ? undefined : true,
    disabled_at: view.disabledAt?.toISOString(),
    disabled_reason: view.disabledReason ?? undefined,
    secrets: view.secrets?.map(toWireSecret),
  };
}

function toWireSecret(view: SecretView): WireSecret {
  return {
    state: view.state,
    created_at: view.createdAt.toISOString(),
    expires_at: view.expiresAt.toISOString(),
    ends_at: view.endsAt?.toISOString(),
    last_used: view.lastUsedAt?.toISOString(),
    last_used_ip: view.lastUsedIp || undefined,
  };
}

export function toWireRotated({
  plainToken,
  token,
  oldEnds,
}: {
  plainToken: string;
  token: TokenView;
  oldEnds: Date | null;
}): OperationAnswer<"tokens.rotate"> {
  return {
    plain_token: plainToken,
    personal_access_token: toWireToken(token),
    old_ends: oldEnds?.toISOString() ?? null,
  };
}

export function toWireOwnToken({
  token,
  user,
  modules,
}: OwnTokenView): OperationAnswer<"tokens.self.get"> {
  return {
    ...toWireToken(token),
    fingerprint: token.fingerprint,
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      is_service_user: user.isServiceUser,
    },
    permissions: { modules },
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
): Whole<OperationAnswer<"tokens.revoke">["tokens"][number]> {
  return { ...toWireInventory(view), uses_30_days: view.uses30Days };
}

export function toWireRevocation({
  createdBy,
  createdAt,
  finishedAt,
  ...view
}: TokenRevocationView): OperationAnswer<"tokens.revocations.get"> {
  const { id, state, filter, matched, revoked, refused } = view;
  return {
    ...{ id, state, filter },
    created_by: createdBy,
    created_at: createdAt.toISOString(),
    ...(finishedAt && { finished_at: finishedAt.toISOString() }),
    ...{ matched, revoked, refused },
    remaining: Math.max(0, matched - revoked - refused),
  };
}

export function toWireRanked({
  token,
  owner,
  ...view
}: RankedView): Whole<OperationAnswer<"tokens.ranking">[number]> {
  return {
    token_id: token.id,
    token_name: token.name,
    user_id: token.userId,
    user_name: owner.name,
    is_service_user: owner.isServiceUser,
    created_at: token.createdAt.toISOString(),
    last_used: token.lastUsedAt?.toISOString(),
    rights: view.rights,
    unused_rights: view.unusedRights,
    unused_sensitive_rights: view.unusedSensitive,
    computed_at: view.computedAt.toISOString(),
  };
}

export function toWireInventory(
  view: InventoryView,
): Whole<OperationAnswer<"tokens.inventory">[number]> {
  return {
    ...toWireToken(view),
    user_id: view.userId,
    user_name: view.userName,
    is_service_user: view.isServiceUser,
    is_user_blocked: view.isUserBlocked,
    fingerprint: view.fingerprint,
    state: view.state,
    created_by_name: view.createdByName,
    is_creator_blocked: view.isCreatorBlocked,
    last_used_agent: view.lastUsedAgent ?? undefined,
  };
}
