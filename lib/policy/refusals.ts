import type { ProblemCode } from "../contract/problem.ts";

type Words = {
  /** The message of the API. */
  wire: string;
  /** The message of the dashboard. */
  reason: string;
  /** Absent for a 403. */
  problem?: Exclude<ProblemCode, "validation_failed">;
  /** For a 422: the parameter that names the object in the wrong state. */
  invalid?: string;
};

/** The reasons to refuse an action. */
export const REFUSALS = {
  no_permission: {
    wire: "permission denied",
    reason: "Your role does not allow this.",
  },
  insufficient_scope: {
    wire: "permission denied",
    reason: "The scopes of this access token do not allow this.",
  },
  scoped_token: {
    wire: "access tokens with scopes can't do this: sign in to the dashboard",
    reason: "Access tokens with scopes cannot do this.",
  },
  scopes_beyond_own: {
    wire: "an access token with scopes can only create tokens with scopes within its own",
    reason: "The new token would have scopes that this one lacks.",
  },
  networks_beyond_own: {
    wire: "an access token with allowed_networks can only create tokens with networks within its own",
    reason: "The new token could be used from networks that do not allow this one.",
  },
  sign_in_beyond_networks: {
    wire: "an access token with allowed_networks can't create or change users who sign in, since they do so from anywhere",
    reason: "Users sign in from anywhere; this access token is limited to its networks.",
  },
  expiry_beyond_own: {
    wire: "a restricted access token can only create tokens that expire no later than it does",
    reason: "The new token would expire later than this one.",
  },
  rights_beyond_own: {
    wire: "a restricted access token can't give others rights that it does not have",
    reason: "This would give rights that the access token does not have.",
  },
  admin_required: {
    wire: "admin role required to perform this action",
    reason: "Only owners and admins can do this for someone else.",
  },
  own_tokens_only: {
    wire: "admin role required to perform this action",
    reason: "Users create their own access tokens.",
  },
  personal_tokens_off: {
    wire: "personal access tokens are disabled in this account",
    reason: "Personal access tokens are disabled in this account.",
  },
  owner_required: {
    wire: "user is not allowed to delete account. only account owner can delete account",
    reason: "Only an owner can delete the account.",
  },
  owner_allows_tokens: {
    wire: "only an owner can allow access tokens to manage the account",
    reason: "Only an owner can turn this on.",
  },
  session_required: {
    wire: 'access tokens can\'t do this: sign in to the dashboard, or have an owner turn on "Allow access tokens to manage the account"',
    reason: "Access tokens cannot do this in this account.",
  },
  always_session: {
    wire: "access tokens can't do this: sign in to the dashboard",
    reason: "Access tokens cannot do this.",
  },
  session_settings: {
    wire: "access tokens can't change settings of access tokens or the sign-in: sign in to the dashboard, or leave these settings out",
    reason: "Access tokens cannot change settings of access tokens or the sign-in.",
  },
  owner_sessions: {
    wire: "only owners can view and end an owner's sessions",
    reason: "Only an owner can view and end an owner's sessions.",
  },
  own_password_reset: {
    wire: "users can't reset their own password: change it instead",
    invalid: "userId",
    reason: "Change your own password in your profile instead.",
  },
  service_user_password: {
    wire: "service users don't have a password",
    invalid: "userId",
    reason: "Service users don't have a password.",
  },
  owner_password: {
    wire: "only owners can reset an owner's password",
    reason: "Only an owner can reset an owner's password.",
  },
  blocked_password: {
    wire: "can't reset the password of a blocked user",
    invalid: "userId",
    reason: "Unblock this user first.",
  },
  self_deletion: {
    wire: "self deletion is not allowed",
    invalid: "userId",
    reason: "You cannot delete your own account.",
  },
  owner_undeletable: {
    wire: "can't delete a user with the owner role",
    reason: "An owner cannot be deleted. Transfer ownership first.",
  },
  integration_user: {
    wire: "only integration service user can delete this user",
    reason: "Only the integration that created this user can delete it.",
  },
  integration_group: {
    wire: "only service users with admin power can delete integration group",
    problem: "invalid_request",
    reason: "Only the integration that created this group can delete it.",
  },
  admins_only_update: {
    wire: "only admins and owners can update users",
    reason: "Only owners and admins can change users.",
  },
  block_self: {
    wire: "admins can't block or unblock themselves",
    reason: "You cannot block or unblock yourself.",
  },
  own_role: {
    wire: "admins can't change their role",
    reason: "You cannot change your own role.",
  },
  demote_owner: {
    wire: "only owners can remove owner role from their user",
    reason: "Only an owner can change an owner's role.",
  },
  block_owner: {
    wire: "unable to block owner user",
    reason: "An owner cannot be blocked.",
  },
  promote_to_owner: {
    wire: "only owners can add owner role to other users",
    reason: "Only an owner can transfer ownership.",
  },
  service_user_owner: {
    wire: "can't update a service user with owner role",
    reason: "A service user cannot be an owner.",
  },
} as const satisfies Record<string, Words>;

export type Refusal = keyof typeof REFUSALS;

/** The messages of a refusal, with its optional parts. */
export function wordsOf(refusal: Refusal): Words {
  return REFUSALS[refusal];
}
