import type { AccountSettings } from "#lib/contract/account.ts";
import type { ActivityCode } from "#lib/contract/activities.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";

type Key = keyof AccountSettings;
/** A setting's name on the wire, and NetBird's codes for it: on and off, or any change. */
type SettingEvent = readonly [string, ActivityCode?, ActivityCode?];

const VALUE_MAX = 1000;

/** Settings without a code of NetBird have Roost's own. */
const SETTING_EVENTS: Record<Key, SettingEvent> = {
  groupsPropagationEnabled: [
    "groups_propagation_enabled",
    "account.setting.group.propagation.enable",
    "account.setting.group.propagation.disable",
  ],
  regularUsersViewBlocked: ["regular_users_view_blocked"],
  userApprovalRequired: ["extra.user_approval_required"],
  personalTokens: ["personal_access_tokens_enabled"],
  accessTokenMaxDays: ["access_token_max_days"],
  serviceTokenMaxDays: ["service_token_max_days"],
  accessTokenMaxPerUser: ["access_token_max_per_user"],
  accessTokenDisableUnusedDays: ["access_token_disable_unused_days"],
  tokensManageAccount: ["access_tokens_manage_account"],
  leakAction: ["leak_action"],
  accessReviewDays: ["access_review_days"],
  peerLoginExpirationEnabled: [
    "peer_login_expiration_enabled",
    "account.setting.peer.login.expiration.enable",
    "account.setting.peer.login.expiration.disable",
  ],
  peerLoginExpiration: ["peer_login_expiration", "account.setting.peer.login.expiration.update"],
  peerInactivityExpirationEnabled: [
    "peer_inactivity_expiration_enabled",
    "account.peer.inactivity.expiration.enable",
    "account.peer.inactivity.expiration.disable",
  ],
  peerInactivityExpiration: [
    "peer_inactivity_expiration",
    "account.peer.inactivity.expiration.update",
  ],
  peerApprovalEnabled: [
    "extra.peer_approval_enabled",
    "account.setting.peer.approval.enable",
    "account.setting.peer.approval.disable",
  ],
  peerExposeEnabled: [
    "peer_expose_enabled",
    "account.setting.peer.expose.enable",
    "account.setting.peer.expose.disable",
  ],
  peerExposeGroups: ["peer_expose_groups"],
  routingPeerDnsResolutionEnabled: [
    "routing_peer_dns_resolution_enabled",
    "account.setting.routing.peer.dns.resolution.enable",
    "account.setting.routing.peer.dns.resolution.disable",
  ],
  lazyConnectionEnabled: [
    "lazy_connection_enabled",
    "account.setting.lazy.connection.enable",
    "account.setting.lazy.connection.disable",
  ],
  dnsDomain: ["dns_domain", "account.dns.domain.update"],
  networkRange: ["network_range", "account.network.range.update"],
  networkRangeV6: ["network_range_v6", "account.network.range.update"],
  ipv6EnabledGroups: [
    "ipv6_enabled_groups",
    "account.setting.ipv6.enable",
    "account.setting.ipv6.disable",
  ],
  jwtGroupsEnabled: ["jwt_groups_enabled"],
  jwtGroupsClaimName: ["jwt_groups_claim_name"],
  jwtAllowGroups: ["jwt_allow_groups"],
  autoUpdateVersion: ["auto_update_version", "account.settings.auto.version.update"],
  autoUpdateAlways: [
    "auto_update_always",
    "account.setting.auto.update.always.enable",
    "account.setting.auto.update.always.disable",
  ],
  metricsPushEnabled: [
    "metrics_push_enabled",
    "account.setting.metrics.push.enable",
    "account.setting.metrics.push.disable",
  ],
  localMfaEnabled: [
    "local_mfa_enabled",
    "account.setting.local.mfa.enable",
    "account.setting.local.mfa.disable",
  ],
  agentNetworkOnly: ["agent_network_only"],
  dashboardFeatures: ["dashboard_features"],
  networkTrafficLogsEnabled: ["extra.network_traffic_logs_enabled"],
  networkTrafficLogsGroups: ["extra.network_traffic_logs_groups"],
  networkTrafficPacketCounterEnabled: ["extra.network_traffic_packet_counter_enabled"],
  onboardingFlowPending: ["onboarding.onboarding_flow_pending"],
  signupFormPending: ["onboarding.signup_form_pending"],
};

const isOn = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

function codeOf([, on, off]: SettingEvent, before: unknown, after: unknown): ActivityCode {
  if (off !== undefined && isOn(before) === isOn(after)) return "account.setting.update";
  return (off !== undefined && !isOn(after) ? off : on) ?? "account.setting.update";
}

/** A value for the audit log: a string of limited length. */
function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX - 1)}…` : text;
}

/** Records an event for each changed setting, with its old and new value. */
export async function recordSettingChanges(
  tx: Tx,
  actor: Actor,
  before: AccountSettings,
  after: AccountSettings,
): Promise<void> {
  // `Record<Key, …>` has no other keys.
  for (const [key, event] of Object.entries(SETTING_EVENTS) as [Key, SettingEvent][]) {
    if (JSON.stringify(before[key]) === JSON.stringify(after[key])) continue;
    await recordEvent(tx, actor, {
      code: codeOf(event, before[key], after[key]),
      targetId: actor.accountId,
      meta: { setting: event[0], before: valueText(before[key]), after: valueText(after[key]) },
    });
  }
}
