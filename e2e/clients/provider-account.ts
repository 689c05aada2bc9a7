import type { GoClient } from "./go-client.ts";
import type { Resource, State } from "./provider.ts";

/** The settings the provider manages; those of `extra` are its attributes like the others. */
const OWN = [
  "auto_update_version",
  "dns_domain",
  "groups_propagation_enabled",
  "jwt_allow_groups",
  "jwt_groups_claim_name",
  "jwt_groups_enabled",
  "lazy_connection_enabled",
  "network_range",
  "peer_inactivity_expiration",
  "peer_inactivity_expiration_enabled",
  "peer_login_expiration",
  "peer_login_expiration_enabled",
  "regular_users_view_blocked",
  "routing_peer_dns_resolution_enabled",
];
const EXTRA = [
  "network_traffic_logs_enabled",
  "network_traffic_logs_groups",
  "network_traffic_packet_counter_enabled",
  "peer_approval_enabled",
  "user_approval_required",
];

type Values = Record<string, unknown>;
type Account = { id: string; settings: Values & { extra: Values } };

const pick = (names: string[], values: Values): Values =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

const stateOf = ({ id, settings }: Account): State => ({
  id,
  ...pick(OWN, settings),
  ...pick(EXTRA, settings.extra),
});

async function first(client: GoClient): Promise<Account> {
  const [account] = await client("GET", "/api/accounts");
  return account;
}

/** Reads, then writes all it knows: what is not configured as it was read (contract 4.3). */
async function put(client: GoClient, config: Values): Promise<State> {
  const { id, settings } = await first(client);
  const sent = {
    settings: {
      ...pick(OWN, { ...settings, ...config }),
      // The fields that Go's type always writes, at their zero values.
      peer_expose_enabled: false,
      peer_expose_groups: null,
      extra: pick(EXTRA, { ...settings.extra, ...config }),
    },
  };
  return stateOf(await client("PUT", `/api/accounts/${id}`, sent));
}

export const accountResource: Resource = {
  create: put,
  async read(client) {
    return stateOf(await first(client));
  },
  update: (client, _state, config) => put(client, config),
  async destroy() {},
};
