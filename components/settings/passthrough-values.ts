import type { AccountSettings } from "#lib/contract/account.ts";

type Key = keyof AccountSettings;
type Acting =
  | "groupsPropagationEnabled"
  | "regularUsersViewBlocked"
  | "userApprovalRequired"
  | "personalTokens"
  | "accessTokenMaxDays"
  | "serviceTokenMaxDays"
  | "accessTokenMaxPerUser"
  | "accessTokenDisableUnusedDays"
  | "tokensManageAccount"
  | "leakAction"
  | "accessReviewDays"
  | "onboardingFlowPending"
  | "signupFormPending";

/** Names on the wire, as scripts use them. */
const NAMES: Record<Exclude<Key, Acting>, string> = {
  peerLoginExpirationEnabled: "peer_login_expiration_enabled",
  peerLoginExpiration: "peer_login_expiration",
  peerInactivityExpirationEnabled: "peer_inactivity_expiration_enabled",
  peerInactivityExpiration: "peer_inactivity_expiration",
  peerApprovalEnabled: "extra.peer_approval_enabled",
  peerExposeEnabled: "peer_expose_enabled",
  peerExposeGroups: "peer_expose_groups",
  routingPeerDnsResolutionEnabled: "routing_peer_dns_resolution_enabled",
  lazyConnectionEnabled: "lazy_connection_enabled",
  dnsDomain: "dns_domain",
  networkRange: "network_range",
  networkRangeV6: "network_range_v6",
  ipv6EnabledGroups: "ipv6_enabled_groups",
  jwtGroupsEnabled: "jwt_groups_enabled",
  jwtGroupsClaimName: "jwt_groups_claim_name",
  jwtAllowGroups: "jwt_allow_groups",
  autoUpdateVersion: "auto_update_version",
  autoUpdateAlways: "auto_update_always",
  metricsPushEnabled: "metrics_push_enabled",
  localMfaEnabled: "local_mfa_enabled",
  agentNetworkOnly: "agent_network_only",
  dashboardFeatures: "dashboard_features.agent_network",
  networkTrafficLogsEnabled: "extra.network_traffic_logs_enabled",
  networkTrafficLogsGroups: "extra.network_traffic_logs_groups",
  networkTrafficPacketCounterEnabled: "extra.network_traffic_packet_counter_enabled",
};

/** The settings that Roost only stores. */
export function passthroughSettings(settings: AccountSettings): { name: string; value: unknown }[] {
  // `NAMES` has no other keys.
  return (Object.entries(NAMES) as [Key, string][]).map(([key, name]) => ({
    name,
    value: settings[key],
  }));
}
