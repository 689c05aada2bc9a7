import type { AccountSettings } from "./account.ts";
import type { OperationAnswer, OperationInput } from "./operations.ts";
import { roostSettingsAfter, toWireRoostSettings } from "./roost-settings.ts";

/** The account in services and pages; `toWireAccount` gives its wire form. */
export type AccountView = {
  id: string;
  createdAt: Date;
  createdBy: string;
  domain: string;
  domainCategory: string;
  settings: AccountSettings;
};

export function toWireAccount(view: AccountView): OperationAnswer<"accounts.update"> {
  const { settings } = view;
  return {
    id: view.id,
    settings: toWireSettings(settings),
    created_at: view.createdAt.toISOString(),
    created_by: view.createdBy,
    domain: view.domain,
    domain_category: view.domainCategory,
    onboarding: {
      onboarding_flow_pending: settings.onboardingFlowPending,
      signup_form_pending: settings.signupFormPending,
    },
  };
}

function toWireSettings(stored: AccountSettings): OperationAnswer<"accounts.update">["settings"] {
  const { dashboardFeatures: features } = stored;
  const { user_approval_required, ...own } = toWireRoostSettings(stored);
  return {
    peer_login_expiration_enabled: stored.peerLoginExpirationEnabled,
    peer_login_expiration: stored.peerLoginExpiration,
    peer_inactivity_expiration_enabled: stored.peerInactivityExpirationEnabled,
    peer_inactivity_expiration: stored.peerInactivityExpiration,
    regular_users_view_blocked: stored.regularUsersViewBlocked,
    groups_propagation_enabled: stored.groupsPropagationEnabled,
    jwt_groups_enabled: stored.jwtGroupsEnabled,
    jwt_groups_claim_name: stored.jwtGroupsClaimName,
    jwt_allow_groups: stored.jwtAllowGroups,
    routing_peer_dns_resolution_enabled: stored.routingPeerDnsResolutionEnabled,
    dns_domain: stored.dnsDomain,
    network_range: stored.networkRange,
    network_range_v6: stored.networkRangeV6,
    peer_expose_enabled: stored.peerExposeEnabled,
    peer_expose_groups: stored.peerExposeGroups,
    ipv6_enabled_groups: stored.ipv6EnabledGroups,
    lazy_connection_enabled: stored.lazyConnectionEnabled,
    auto_update_version: stored.autoUpdateVersion,
    auto_update_always: stored.autoUpdateAlways,
    metrics_push_enabled: stored.metricsPushEnabled,
    local_mfa_enabled: stored.localMfaEnabled,
    agent_network_only: stored.agentNetworkOnly,
    ...(features === null
      ? {}
      : {
          dashboard_features:
            features.agentNetwork === null ? {} : { agent_network: features.agentNetwork },
        }),
    // Roost stores the passwords itself: what NetBird calls its embedded provider.
    embedded_idp_enabled: true,
    local_auth_disabled: false,
    ...own,
    extra: {
      user_approval_required,
      peer_approval_enabled: stored.peerApprovalEnabled,
      network_traffic_logs_enabled: stored.networkTrafficLogsEnabled,
      network_traffic_logs_groups: stored.networkTrafficLogsGroups,
      network_traffic_packet_counter_enabled: stored.networkTrafficPacketCounterEnabled,
    },
  };
}

/** The settings to store after a PUT: absent `extra`, `onboarding` and own settings stay unchanged. */
export function settingsAfter(
  before: AccountSettings,
  { settings: sent, onboarding }: OperationInput<"accounts.update">["body"],
): AccountSettings {
  const { extra, dashboard_features: features } = sent;
  return {
    ...roostSettingsAfter(before, sent),
    peerLoginExpirationEnabled: sent.peer_login_expiration_enabled,
    peerLoginExpiration: sent.peer_login_expiration,
    peerInactivityExpirationEnabled: sent.peer_inactivity_expiration_enabled,
    peerInactivityExpiration: sent.peer_inactivity_expiration,
    regularUsersViewBlocked: sent.regular_users_view_blocked,
    groupsPropagationEnabled: sent.groups_propagation_enabled,
    jwtGroupsEnabled: sent.jwt_groups_enabled,
    jwtGroupsClaimName: sent.jwt_groups_claim_name,
    routingPeerDnsResolutionEnabled: sent.routing_peer_dns_resolution_enabled,
    dnsDomain: sent.dns_domain,
    networkRange: sent.network_range,
    networkRangeV6: sent.network_range_v6,
    peerExposeEnabled: sent.peer_expose_enabled,
    peerExposeGroups: sent.peer_expose_groups,
    ipv6EnabledGroups: sent.ipv6_enabled_groups,
    lazyConnectionEnabled: sent.lazy_connection_enabled,
    autoUpdateVersion: sent.auto_update_version,
    autoUpdateAlways: sent.auto_update_always,
    metricsPushEnabled: sent.metrics_push_enabled,
    agentNetworkOnly: sent.agent_network_only,
    dashboardFeatures: features ? { agentNetwork: features.agent_network ?? null } : null,
    ...(extra && {
      userApprovalRequired: extra.user_approval_required,
      peerApprovalEnabled: extra.peer_approval_enabled,
      networkTrafficLogsEnabled: extra.network_traffic_logs_enabled,
      networkTrafficLogsGroups: extra.network_traffic_logs_groups,
      networkTrafficPacketCounterEnabled: extra.network_traffic_packet_counter_enabled,
    }),
    ...(onboarding && {
      onboardingFlowPending: onboarding.onboarding_flow_pending,
      signupFormPending: onboarding.signup_form_pending,
    }),
  };
}
