import { z } from "zod";
import { ALLOCATED_RANGE } from "./account.ts";
import { givenId, id, line, NOT_USED, text } from "./fields.ts";
import { narrowing, SETTINGS_NARROWING } from "./narrowing.ts";
import { networkRange } from "./network-range.ts";
import { sentRoostSettings } from "./roost-settings.ts";
import {
  described,
  EXTRA_DESCRIPTIONS,
  FEATURE_DESCRIPTIONS,
  ONBOARDING_DESCRIPTIONS,
  SETTING_DESCRIPTIONS,
} from "./setting-descriptions.ts";

const HOUR = 60 * 60;
const LOGIN_EXPIRATION = { min: HOUR, max: 180 * 24 * HOUR } as const;
const GROUPS_MAX = 1000;
const VERSION = /^(|latest|disabled|v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)$/;
const DOMAIN =
  /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** A switch that is turned off if a PUT omits it, as in NetBird. */
const off = z.boolean().default(false);
const shortText = line.max(255).default("");
const list = (field: string) =>
  z.array(givenId).max(GROUPS_MAX, { error: `${field} must have at most ${GROUPS_MAX} entries` });
const listOrNull = (field: string) =>
  list(field)
    .optional()
    .transform((given) => given ?? null);

const extra = z.object(
  described(
    {
      user_approval_required: off,
      peer_approval_enabled: off,
      network_traffic_logs_enabled: off,
      network_traffic_logs_groups: listOrNull("network_traffic_logs_groups"),
      network_traffic_packet_counter_enabled: off,
    },
    EXTRA_DESCRIPTIONS,
  ),
);

const features = z.object(
  described({ agent_network: z.boolean().optional() }, FEATURE_DESCRIPTIONS),
);

const loginExpiration = z
  .number()
  .int()
  .max(LOGIN_EXPIRATION.max, { error: "peer login expiration can't be larger than 180 days" })
  .min(LOGIN_EXPIRATION.min, { error: "peer login expiration can't be smaller than one hour" })
  .prefault(0);

const dnsDomain = text
  .refine((name) => name === "" || (name.length <= 253 && DOMAIN.test(name)), {
    error: (issue) => `invalid domain "${issue.input}" provided for dns domain`.toLowerCase(),
  })
  .default("");

/**
 * The settings of a PUT: a full replacement; an absent field gets the value that NetBird would
 * store (contract 2.13). Absent `extra` and Roost's own settings stay unchanged.
 */
const settingsBody = z
  .object(
    described(
      {
        peer_login_expiration_enabled: off,
        peer_login_expiration: loginExpiration,
        peer_inactivity_expiration_enabled: off,
        peer_inactivity_expiration: z.number().int().default(0),
        regular_users_view_blocked: off,
        groups_propagation_enabled: off,
        jwt_groups_enabled: off,
        jwt_groups_claim_name: shortText,
        jwt_allow_groups: z
          .array(id)
          .max(0, {
            error:
              "settings.jwt_allow_groups must be empty: Roost does not limit sign-in to groups yet",
          })
          .default([]),
        routing_peer_dns_resolution_enabled: off,
        dns_domain: dnsDomain,
        network_range: networkRange.v4.default(ALLOCATED_RANGE.v4),
        network_range_v6: networkRange.v6.default(ALLOCATED_RANGE.v6),
        peer_expose_enabled: off,
        peer_expose_groups: listOrNull("peer_expose_groups"),
        ipv6_enabled_groups: listOrNull("ipv6_enabled_groups"),
        lazy_connection_enabled: off,
        // Settings are read with every request: every list is bounded.
        auto_update_version: text
          .max(255)
          .refine((version) => VERSION.test(version), {
            error: "auto_update_version must be latest, disabled or a version",
          })
          .default(""),
        auto_update_always: off,
        metrics_push_enabled: off,
        local_mfa_enabled: off.refine((on) => !on, {
          error:
            "settings.local_mfa_enabled can't be true: Roost does not enforce a second factor yet",
        }),
        agent_network_only: off,
        dashboard_features: features.optional(),
        extra: extra.optional(),
        ...sentRoostSettings,
      },
      SETTING_DESCRIPTIONS,
    ),
  )
  .superRefine((sent, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if (sent.peer_expose_enabled && (sent.peer_expose_groups ?? []).length === 0) {
      refuse("peer_expose_groups", "peer expose requires at least one group");
    }
    if (sent.agent_network_only && sent.dashboard_features?.agent_network !== true) {
      const needed = "requires dashboard_features.agent_network to be enabled";
      refuse("agent_network_only", `agent network only mode ${needed}`);
    }
  })
  .register(narrowing, { narrows: SETTINGS_NARROWING });

const onboarding = z.object(
  described({ onboarding_flow_pending: off, signup_form_pending: off }, ONBOARDING_DESCRIPTIONS),
);

export const updateAccountBody = z.object({
  settings: settingsBody.prefault({}).meta({
    description:
      "Settings of the account; absent ones are set to NetBird's defaults, `extra` and Roost's own are kept.",
  }),
  onboarding: onboarding.optional().meta({ description: NOT_USED }),
});
