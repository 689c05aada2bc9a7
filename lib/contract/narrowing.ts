import { z } from "zod";

/** Field names with the value that asks for nothing; any other value would be ignored. */
export type Narrowing = Readonly<Record<string, unknown>>;

/**
 * Fields of a body with which a client asks for fewer rights than Roost would grant. Ignoring one
 * would grant more than requested, so it is a 422; other unknown fields are ignored, as in NetBird.
 * Names are compared without case and underscores; null counts as absent. A field that Roost supports
 * stays in its list: the schema reads it in one spelling and ignores the others.
 */
export const narrowing = z.registry<{ narrows: Narrowing }>();

/** Rights. */
const RIGHTS = {
  ...{ scope: null, scopes: null, permission: null, permissions: null },
  ...{ abilities: null, capabilities: null, policy: null, policies: null },
  ...{ access: null, access_level: null, resources: null, read_only: false },
};
/** Networks from which it may be used, in words that no body reads. */
const OTHER_NETWORKS = {
  ...{ allowed_ip: null, allowed_ips: null, allowed_network: null },
  ...{ networks: null, network: null, cidr: null, cidrs: null, source_ips: null },
  ...{ ip_allowlist: null, ip_whitelist: null, allowed_cidrs: null, allowed_hosts: null },
  ...{ allowed_origins: null, denied_ips: null, denied_networks: null },
};
const NETWORKS = { ...OTHER_NETWORKS, allowed_networks: null };
/** Times and number of uses. */
const TIMES = {
  ...{ not_before: null, valid_from: null, starts_at: null, not_after: null, valid_until: null },
  ...{ expires: null, expires_at: null, expires_on: null, expiry: null, ttl: null },
  ...{ max_uses: null, uses: null, usage_limit: null, one_time: false, single_use: false },
  ...{ rate_limit: null },
};
/** Whether it is active. */
const SWITCHES = {
  ...{ blocked: false, disabled: false, is_disabled: false, suspended: false },
  ...{ enabled: true, active: true, is_active: true },
};

const { scopes: _, ...RIGHTS_BUT_SCOPES } = RIGHTS;

/** For a new access token; `allowed_networks` is read, but only as it is spelled. */
export const TOKEN_NARROWING: Narrowing = {
  ...{ ...RIGHTS_BUT_SCOPES, ...OTHER_NETWORKS, ...TIMES, ...SWITCHES, allowedNetworks: null },
  ...{ role: null, roles: null, groups: null, auto_groups: null, is_blocked: false },
  ...{ expiration_date: null, limit: null, request_limits: null, restrictions: null },
  ...{ constraints: null, setup_key: null, setup_keys: null },
};
/** For a user or service user who is created or invited. */
export const NEW_USER_NARROWING: Narrowing = {
  ...{ ...RIGHTS, ...NETWORKS, ...TIMES, ...SWITCHES },
  ...{ is_blocked: false, pending_approval: false, approval_required: false },
  ...{ mfa_required: false, require_mfa: false },
};
/** For an update of a user. Without the fields that a client echoes from an answer. */
export const USER_NARROWING: Narrowing = {
  ...{ ...NETWORKS, ...TIMES, ...SWITCHES },
  ...{ scope: null, scopes: null, read_only: false, mfa_required: false, require_mfa: false },
};
/** For an invite's new link. */
export const LINK_NARROWING: Narrowing = { ...NETWORKS, ...TIMES };
/** For the first token, which a setup may create. */
export const SETUP_NARROWING: Narrowing = {
  ...{ ...NETWORKS, scope: null, scopes: null, permissions: null, read_only: false },
  ...{ pat_scopes: null, pat_permissions: null, pat_allowed_ips: null, pat_networks: null },
};
/** For a protected service: who may open it, in words that no body reads. */
export const SERVICE_NARROWING: Narrowing = {
  ...{ ...RIGHTS, ...NETWORKS, ...TIMES, ...SWITCHES },
  ...{ role: null, group: null, group_ids: null, auto_groups: null, method: null },
  ...{ allowed_methods: null, user: null, users: null, allowed_users: null, users_only: null },
  ...{ path: null, paths: null, uris: null, hosts: null, denied_roles: null, denied_groups: null },
  ...{ denied_methods: null, allowed_roles: null, allowed_groups: null, required_scopes: null },
};
/** For the account's settings: fields that promise a safer sign-in. */
export const SETTINGS_NARROWING: Narrowing = {
  ...{ local_auth_disabled: false, mfa_enabled: false, mfa_required: false, require_mfa: false },
  ...{ sso_required: false, password_policy: null, password_min_length: null },
  ...{ session_timeout: null, session_lifetime: null, allowed_ips: null, allowed_networks: null },
  ...{ ip_allowlist: null, allowed_email_domains: null, allowed_domains: null },
};
