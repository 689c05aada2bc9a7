import { z } from "zod";
import { id, NOT_USED, text, timestamp } from "./fields.ts";
import { roostSettingFields } from "./roost-settings.ts";
import {
  described,
  EXTRA_DESCRIPTIONS,
  FEATURE_DESCRIPTIONS,
  FIXED_DESCRIPTIONS,
  ONBOARDING_DESCRIPTIONS,
  SETTING_DESCRIPTIONS,
} from "./setting-descriptions.ts";

export const accountParams = z.object({
  accountId: text.meta({ description: "Account ID." }),
});

/** The settings in answers: always all of them, except `dashboard_features`. */
const settings = z.object(
  described(
    {
      peer_login_expiration_enabled: z.boolean(),
      peer_login_expiration: z.number().int(),
      peer_inactivity_expiration_enabled: z.boolean(),
      peer_inactivity_expiration: z.number().int(),
      regular_users_view_blocked: z.boolean(),
      groups_propagation_enabled: z.boolean(),
      jwt_groups_enabled: z.boolean(),
      jwt_groups_claim_name: z.string(),
      jwt_allow_groups: z.array(z.string()),
      routing_peer_dns_resolution_enabled: z.boolean(),
      dns_domain: z.string(),
      network_range: z.string(),
      network_range_v6: z.string(),
      peer_expose_enabled: z.boolean(),
      peer_expose_groups: z.array(z.string()).nullable(),
      ipv6_enabled_groups: z.array(z.string()).nullable(),
      lazy_connection_enabled: z.boolean(),
      auto_update_version: z.string(),
      auto_update_always: z.boolean(),
      metrics_push_enabled: z.boolean(),
      local_mfa_enabled: z.boolean(),
      agent_network_only: z.boolean(),
      dashboard_features: z
        .object(described({ agent_network: z.boolean().optional() }, FEATURE_DESCRIPTIONS))
        .optional(),
      embedded_idp_enabled: z.boolean(),
      local_auth_disabled: z.boolean(),
      ...roostSettingFields,
      extra: z.object(
        described(
          {
            user_approval_required: z.boolean(),
            peer_approval_enabled: z.boolean(),
            network_traffic_logs_enabled: z.boolean(),
            network_traffic_logs_groups: z.array(z.string()).nullable(),
            network_traffic_packet_counter_enabled: z.boolean(),
          },
          EXTRA_DESCRIPTIONS,
        ),
      ),
    },
    { ...SETTING_DESCRIPTIONS, ...FIXED_DESCRIPTIONS },
  ),
);

/** The account on the wire (contract 2.13). */
export const account = z
  .object({
    id: id.meta({ description: "Account ID." }),
    settings: settings.meta({ description: "Settings of the account." }),
    created_at: timestamp.meta({ description: "Time of creation." }),
    created_by: id.meta({ description: "ID of the user who created the account." }),
    domain: z.string().meta({ description: "Email domain of the account." }),
    domain_category: z.string().meta({ description: "Category of the domain." }),
    onboarding: z
      .object(
        described(
          { onboarding_flow_pending: z.boolean(), signup_form_pending: z.boolean() },
          ONBOARDING_DESCRIPTIONS,
        ),
      )
      .meta({ description: NOT_USED }),
  })
  .meta({ id: "Account" });
