/** The reasons to refuse an action, in the words of the dashboard. */
export const REASONS = {
  no_permission: "Your role does not allow this.",
  insufficient_scope: "The scopes of this access token do not allow this.",
  scoped_token: "Access tokens with scopes cannot do this.",
  scopes_beyond_own: "The new token would have scopes that this one lacks.",
  networks_beyond_own: "The new token could be used from networks that do not allow this one.",
  sign_in_beyond_networks:
    "Users sign in from anywhere; this access token is limited to its networks.",
  expiry_beyond_own: "The new token would expire later than this one.",
  session_beyond_own:
    "An access token with scopes or networks cannot create or change users who sign in as admins.",
  services_beyond_own:
    "This would open protected services that the access token itself cannot open.",
  rights_beyond_own: "This would give rights that the access token does not have.",
  admin_required: "Only owners and admins can do this for someone else.",
  own_tokens_only: "Users create their own access tokens.",
  personal_tokens_off: "Personal access tokens are disabled in this account.",
  owner_required: "Only an owner can delete the account.",
  owner_allows_tokens: "Only an owner can turn this on.",
  owner_lifetimes: "Only an owner can change this.",
  session_required: "Access tokens cannot do this in this account.",
  always_session: "Access tokens cannot do this.",
  proof_required: "Enter your password again first.",
  session_settings: "Access tokens cannot change settings of access tokens or the sign-in.",
  owner_sessions: "Only an owner can view and end an owner's sessions.",
  own_password_reset: "Change your own password in your profile instead.",
  service_user_password: "Service users don't have a password.",
  owner_password: "Only an owner can reset an owner's password.",
  blocked_password: "Unblock this user first.",
  own_review: "A service user cannot review itself.",
  person_review: "Only service users are reviewed.",
  self_deletion: "You cannot delete your own account.",
  owner_undeletable: "An owner cannot be deleted. Transfer ownership first.",
  integration_user: "Only the integration that created this user can delete it.",
  integration_group: "Only the integration that created this group can delete it.",
  admins_only_update: "Only owners and admins can change users.",
  block_self: "You cannot block or unblock yourself.",
  own_role: "You cannot change your own role.",
  demote_owner: "Only an owner can change an owner's role.",
  block_owner: "An owner cannot be blocked.",
  promote_to_owner: "Only an owner can transfer ownership.",
  service_user_owner: "A service user cannot be an owner.",
  service_method: "The protected service does not allow this method.",
  service_role: "The protected service is not open to this role.",
  service_group: "The protected service is not open to any group of this user.",
} as const;

export type Refusal = keyof typeof REASONS;

export const reasonOf = (refusal: Refusal): string => REASONS[refusal];
