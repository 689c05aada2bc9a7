import type { accountsOperations } from "#lib/contract/operations/accounts.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_PERSON } from "../samples.ts";

const ACCOUNT: OperationAnswer<"accounts.update"> = {
  id: "d3k5utk4kv9c73a0b1b0",
  created_at: "2026-11-20T08:00:00.000Z",
  created_by: SAMPLE_PERSON.id,
  domain: "",
  domain_category: "",
  onboarding: { onboarding_flow_pending: false, signup_form_pending: false },
  settings: {
    peer_login_expiration_enabled: true,
    peer_login_expiration: 86_400,
    peer_inactivity_expiration_enabled: false,
    peer_inactivity_expiration: 600,
    regular_users_view_blocked: true,
    groups_propagation_enabled: true,
    jwt_groups_enabled: false,
    jwt_groups_claim_name: "",
    jwt_allow_groups: [],
    routing_peer_dns_resolution_enabled: true,
    dns_domain: "",
    network_range: "100.64.0.0/16",
    network_range_v6: "fd6e:b7a4:51c0::/64",
    peer_expose_enabled: false,
    peer_expose_groups: null,
    ipv6_enabled_groups: null,
    lazy_connection_enabled: true,
    auto_update_version: "",
    auto_update_always: false,
    metrics_push_enabled: false,
    local_mfa_enabled: false,
    agent_network_only: false,
    embedded_idp_enabled: true,
    local_auth_disabled: false,
    personal_access_tokens_enabled: true,
    access_token_max_days: null,
    access_token_max_per_user: 100,
    access_tokens_manage_account: false,
    extra: {
      user_approval_required: true,
      peer_approval_enabled: false,
      network_traffic_logs_enabled: false,
      network_traffic_logs_groups: null,
      network_traffic_packet_counter_enabled: false,
    },
  },
};

export const accountsDocs: OperationDocs<keyof typeof accountsOperations> = {
  "accounts.list": { answer: [ACCOUNT] },
  "accounts.update": {
    description:
      "Replaces all settings: read them, change some, and send all of them back. If absent, `extra`, " +
      "`onboarding` and Roost's own settings (`personal_access_tokens_enabled`, `access_token…`) " +
      "stay unchanged.",
    body: { settings: { peer_login_expiration: 86_400, groups_propagation_enabled: true } },
    answer: ACCOUNT,
  },
  "accounts.delete": {
    description:
      "Cannot be undone. The next setup needs a code from `npm run admin -- setup-code`.",
    answer: {},
  },
};
