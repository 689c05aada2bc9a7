import type { ProblemCode } from "../contract/problem.ts";
import type { Refusal } from "./refusals.ts";

/* Apart from the reasons, since the browser needs only those. */

type RefusalAnswer = {
  /** The message of the API. */
  wire: string;
  /** Absent for a 403. */
  problem?: Exclude<ProblemCode, "validation_failed">;
  /** The ways to prove again who acts, after which the request is allowed. */
  requiredProof?: string[];
  /** For a 422: the parameter that names the object in the wrong state. */
  invalid?: string;
};

/** The answers of the API to refused actions. */
export const REFUSALS = {
  no_permission: {
    wire: "permission denied",
  },
  insufficient_scope: {
    wire: "permission denied",
  },
  scoped_token: {
    wire: "access tokens with scopes can't do this: sign in to the dashboard",
  },
  scopes_beyond_own: {
    wire: "an access token with scopes can only create tokens with scopes within its own",
  },
  networks_beyond_own: {
    wire: "an access token with allowed_networks can only create tokens with networks within its own",
  },
  sign_in_beyond_networks: {
    wire: "an access token with allowed_networks can't create or change users who sign in, since they do so from anywhere",
  },
  expiry_beyond_own: {
    wire: "a restricted access token can only create tokens that expire no later than it does",
  },
  session_beyond_own: {
    wire: "an access token with scopes or networks can't create or change users who sign in as admins",
  },
  services_beyond_own: {
    wire: "an access token with scopes can't let others open protected services that it can't open itself",
  },
  rights_beyond_own: {
    wire: "a restricted access token can't give others rights that it does not have",
  },
  admin_required: {
    wire: "admin role required to perform this action",
  },
  own_tokens_only: {
    wire: "admin role required to perform this action",
  },
  personal_tokens_off: {
    wire: "personal access tokens are disabled in this account",
  },
  owner_required: {
    wire: "user is not allowed to delete account. only account owner can delete account",
  },
  owner_allows_tokens: {
    wire: "only an owner can allow access tokens to manage the account",
  },
  owner_lifetimes: {
    wire: "only an owner can change service_token_max_days",
  },
  session_required: {
    wire: 'access tokens can\'t do this: sign in to the dashboard, or have an owner turn on "Allow access tokens to manage the account"',
  },
  always_session: {
    wire: "access tokens can't do this: sign in to the dashboard",
  },
  proof_required: {
    wire: "confirm your password first: it was not entered in this session within 10 minutes",
    requiredProof: ["password"],
  },
  session_settings: {
    wire: "access tokens can't change settings of access tokens or the sign-in: sign in to the dashboard, or leave these settings out",
  },
  owner_sessions: {
    wire: "only owners can view and end an owner's sessions",
  },
  own_password_reset: {
    wire: "users can't reset their own password: change it instead",
    invalid: "userId",
  },
  service_user_password: {
    wire: "service users don't have a password",
    invalid: "userId",
  },
  owner_password: {
    wire: "only owners can reset an owner's password",
  },
  blocked_password: {
    wire: "can't reset the password of a blocked user",
    invalid: "userId",
  },
  own_review: {
    wire: "a service user can't review itself",
  },
  person_review: {
    wire: "only service users are reviewed",
    invalid: "userId",
  },
  self_deletion: {
    wire: "self deletion is not allowed",
    invalid: "userId",
  },
  owner_undeletable: {
    wire: "can't delete a user with the owner role",
  },
  integration_user: {
    wire: "only integration service user can delete this user",
  },
  integration_group: {
    wire: "only service users with admin power can delete integration group",
    problem: "invalid_request",
  },
  admins_only_update: {
    wire: "only admins and owners can update users",
  },
  block_self: {
    wire: "admins can't block or unblock themselves",
  },
  own_role: {
    wire: "admins can't change their role",
  },
  demote_owner: {
    wire: "only owners can remove owner role from their user",
  },
  block_owner: {
    wire: "unable to block owner user",
  },
  promote_to_owner: {
    wire: "only owners can add owner role to other users",
  },
  service_user_owner: {
    wire: "can't update a service user with owner role",
  },
  service_method: {
    wire: "the protected service doesn't allow this method, or the proxy doesn't name exactly one",
  },
  service_role: {
    wire: "the protected service isn't open to this role",
  },
  service_group: {
    wire: "the protected service isn't open to any group of this user",
  },
} as const satisfies Record<Refusal, RefusalAnswer>;

/** The answer to a refusal, with its optional parts. */
export function answerTo(refusal: Refusal): RefusalAnswer {
  return REFUSALS[refusal];
}
