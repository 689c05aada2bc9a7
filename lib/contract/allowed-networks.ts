import { z } from "zod";
import { text } from "./fields.ts";
import { canonicalNetwork, sortedNetworks } from "./networks.ts";

/** Most networks of one access token. */
export const NETWORKS_MAX = 50;

/** The words for what is wrong with an entry of `allowed_networks`; null for a network. */
export function networkRefusal(entry: string, field: string): string | null {
  const found = canonicalNetwork(entry);
  if (typeof found === "string") return null;
  return found.kind === "host_bits"
    ? `${field} has bits set behind the length of its network: use ${found.canonical}`
    : `${field} must be an IP address or a network such as 192.0.2.0/24`;
}

/** The networks of a new access token, in their canonical form; absent for any address. */
export const allowedNetworksField = z
  .array(text)
  .min(1, { error: "allowed_networks must not be empty: no address could use the token" })
  .max(NETWORKS_MAX, { error: `allowed_networks must have at most ${NETWORKS_MAX} entries` })
  .transform((entries, context) => {
    for (const [at, entry] of entries.entries()) {
      const message = networkRefusal(entry, `allowed_networks.${at}`);
      if (message === null) continue;
      context.issues.push({ code: "custom", path: [at], message, input: entry });
    }
    const found = entries.map(canonicalNetwork);
    return sortedNetworks(found.filter((one) => typeof one === "string"));
  })
  .optional()
  .meta({
    description:
      "Networks from which the token may be used, in CIDR notation; a single address is accepted. " +
      "IPv4-mapped IPv6 networks count as IPv4. Absent: from any address.",
  });
