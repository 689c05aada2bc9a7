import { LRUCache } from "lru-cache";
import { networksMatcher } from "#lib/contract/networks.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import type { Origin } from "./context.ts";

/** The networks of an access token, as they are stored and as they are checked. */
type AllowedNetworks = {
  list: readonly string[];
  /** 403 for an address outside, or for a proxy's, behind which it may be any. */
  assertAllowed: (origin: Origin) => void;
};

/** About three kilobytes each, at most fifteen. */
const parsed = new LRUCache<string, AllowedNetworks>({ max: 500 });

/** The networks as stored, parsed once for each text; null for any address. */
export function allowedNetworksIn(stored: string | null): AllowedNetworks | null {
  if (stored === null) return null;
  const found = parsed.get(stored);
  if (found !== undefined) return found;
  const list = Object.freeze(stored.split(" "));
  const isWithin = networksMatcher(list);
  const allowed: AllowedNetworks = {
    list,
    assertAllowed({ address, isForwarded }) {
      if (isForwarded) throw refusal(FORWARDED);
      if (!isWithin(address)) throw refusal(OUTSIDE);
    },
  };
  parsed.set(stored, allowed);
  return allowed;
}

const OUTSIDE = "this access token is not allowed from this address";
const FORWARDED =
  "this access token is not allowed through this proxy: add its address to TRUSTED_PROXIES";

/** Never with the networks: they would tell a thief where to go. */
const refusal = (message: string) =>
  new Problem("forbidden", message, { reason: "network_refused" });

/** Whether a credential was refused for the address of its request. */
export const isNetworkRefusal = (error: unknown): boolean =>
  isProblem(error) && error.reason === "network_refused";
