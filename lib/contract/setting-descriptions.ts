import type { z } from "zod";
import { NOT_USED } from "./fields.ts";

/*
 * Descriptions of the account settings, shared by the schemas of the PUT body and of answers.
 */

export const EXTRA_DESCRIPTIONS = {
  user_approval_required: "Whether users who join through an identity provider need approval.",
  peer_approval_enabled: NOT_USED,
  network_traffic_logs_enabled: NOT_USED,
  network_traffic_logs_groups:
    "Group IDs; stored and returned unchanged. A group in the list cannot be deleted.",
  network_traffic_packet_counter_enabled: NOT_USED,
} as const;

export const ONBOARDING_DESCRIPTIONS = {
  onboarding_flow_pending: NOT_USED,
  signup_form_pending: NOT_USED,
} as const;

export const FEATURE_DESCRIPTIONS = { agent_network: NOT_USED } as const;

export const SETTING_DESCRIPTIONS = {
  peer_login_expiration_enabled: NOT_USED,
  peer_login_expiration: `In seconds. ${NOT_USED}`,
  peer_inactivity_expiration_enabled: NOT_USED,
  peer_inactivity_expiration: `In seconds. ${NOT_USED}`,
  regular_users_view_blocked: "Hint for NetBird clients: hides the network from regular users.",
  groups_propagation_enabled:
    "Whether changes of a user's auto groups are recorded for each group.",
  jwt_groups_enabled: NOT_USED,
  jwt_groups_claim_name: NOT_USED,
  jwt_allow_groups: "Always empty: Roost does not limit sign-in to groups.",
  routing_peer_dns_resolution_enabled: NOT_USED,
  dns_domain: NOT_USED,
  network_range: `IPv4 range in CIDR notation. ${NOT_USED}`,
  network_range_v6: `IPv6 range in CIDR notation. ${NOT_USED}`,
  peer_expose_enabled: NOT_USED,
  peer_expose_groups: `Group IDs. ${NOT_USED}`,
  ipv6_enabled_groups: `Group IDs. ${NOT_USED}`,
  lazy_connection_enabled: NOT_USED,
  auto_update_version: `\`latest\`, \`disabled\` or a version. ${NOT_USED}`,
  auto_update_always: NOT_USED,
  metrics_push_enabled: NOT_USED,
  local_mfa_enabled: "Always false: Roost does not enforce a second factor.",
  agent_network_only: `Requires \`dashboard_features.agent_network\`. ${NOT_USED}`,
  dashboard_features: NOT_USED,
  personal_access_tokens_enabled: "Whether users may create access tokens for themselves.",
  access_token_max_days:
    "Longest lifetime of new access tokens in days; null for 365. Existing tokens keep their expiry.",
  service_token_max_days:
    "Longest lifetime of new access tokens of service users in days, up to 3650; null for the limit of all tokens. Only an owner's session may change it.",
  access_token_max_per_user:
    "Most unexpired access tokens that a user may have when one is created. Existing tokens stay.",
  access_token_disable_unused_days:
    "Days without use after which access tokens are disabled, seven days after a notice; null for never. Only a session may change it.",
  access_tokens_manage_account:
    "Whether access tokens may change passwords, end sessions, transfer ownership and delete the account. Only a session may change it.",
  leak_action:
    "What a report of a leaked access token does to it: `revoke`, `disable`, or only `notify`. Only a session may change it.",
  access_review_days:
    "Days after which a service user is due for review; null for no reviews. Only a session may change it.",
  extra: "Additional settings.",
} as const;

/** For settings in answers but not in a PUT. */
export const FIXED_DESCRIPTIONS = {
  embedded_idp_enabled: "Always true: Roost stores passwords itself.",
  local_auth_disabled: "Always false: users sign in with their password.",
} as const;

/** The fields with their descriptions: a field without one does not compile. */
export function described<Shape extends Record<string, z.ZodType>>(
  shape: Shape,
  descriptions: { readonly [Name in keyof Shape]: string },
): Shape {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    field.meta({ description: descriptions[name] }),
  ]);
  return Object.fromEntries(fields);
}
