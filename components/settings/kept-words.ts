import type { AccountSettings } from "#lib/contract/account.ts";

type Key = keyof AccountSettings;
type Acting =
  | "groupsPropagationEnabled"
  | "regularUsersViewBlocked"
  | "userApprovalRequired"
  | "personalTokens"
  | "accessTokenMaxDays"
  | "accessTokenMaxPerUser"
  | "tokensManageAccount"
  | "onboardingFlowPending"
  | "signupFormPending";

/** Each by its name on the wire, since that is what scripts call it. */
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

/** How many seconds one is of what a setting counts. */
const SECONDS: Record<string, number> = {
  peer_login_expiration: 1,
  peer_inactivity_expiration: 1,
  access_token_max_days: 86_400,
};
const UNITS = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

/** The settings that Roost only keeps, with their values in words. */
export function keptSettings(settings: AccountSettings): { name: string; value: string }[] {
  // `NAMES` has no other keys.
  return (Object.entries(NAMES) as [Key, string][]).map(([key, name]) => ({
    name,
    value: settingValue(name, settings[key]),
  }));
}

/** A value in words: "On", "1 day"; `name` is that of its setting on the wire. */
export function settingValue(name: string, value: unknown): string {
  const seconds = SECONDS[name];
  return seconds === undefined || value === null
    ? tell(value)
    : durationText(Number(value) * seconds);
}

function tell(value: unknown): string {
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (Array.isArray(value)) return value.join(", ") || "None";
  if (value !== null && typeof value === "object") return tell(Object.values(value)[0] ?? null);
  return value === null || value === "" ? "Not set" : String(value);
}

/** "1 day", "90 minutes": in the largest unit that leaves nothing over. */
function durationText(seconds: number): string {
  const [size, unit] = UNITS.find(([length]) => seconds > 0 && seconds % length === 0) ?? [
    1,
    "second",
  ];
  const amount = seconds / size;
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
