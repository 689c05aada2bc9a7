import { type NetBirdOperation, netbirdApi } from "./netbird-api.ts";

/*
 * Objects that only a NetBird server has: peers, policies, setup keys … Without one behind it,
 * Roost has none of them. This table says how it words that, as NetBird would (contract 1.5).
 */

/** Places that are tables of facts, not objects of the account. */
const NOT_OBJECTS = "/api/locations/";

/** NetBird's text for an object that does not exist, by the parameter that names it. */
const NOT_FOUND: Record<string, string> = {
  peerId: "peer not found: {}",
  jobId: "job {} not found",
  keyId: "setup key: {} not found",
  policyId: "policy: {} not found",
  routeId: "route: {} not found",
  networkId: "network: {} not found",
  resourceId: "network resource: {} not found",
  routerId: "network router: {} not found",
  nsgroupId: "nameserver group: {} not found",
  zoneId: "zone: {} not found",
  recordId: "dns record: {} not found",
  postureCheckId: "posture checks: {} not found",
  idpId: "identity provider not found",
  serviceId: "service {} not found",
  domainId: "custom domain {} not found",
};

/** The same inside `/api/agent-network`, where two parameters share a name with others. */
const AGENT_NETWORK_NOT_FOUND: Record<string, string> = {
  ruleId: "agent network budget rule: {} not found",
  providerId: "agent network provider: {} not found",
  policyId: "agent network policy: {} not found",
  guardrailId: "agent network guardrail: {} not found",
};

const NO_PAGE = { data: [], page: 1, page_size: 50, total_records: 0, total_pages: 0 };

/** Reads that answer neither a list nor one object by its ID. */
const SINGLE: Record<string, object> = {
  "/api/dns/settings": { disabled_management_groups: [] },
};

/** What a read answers where there are no objects: the body, or the message of its 404. */
export type NothingThere = { body: unknown } | { notFound: string };

/** The operations on objects of a NetBird server. Cloud-only ones and locations are not among them. */
export const netbirdObjects: readonly NetBirdOperation[] = netbirdApi.filter(
  ({ forward, cloudOnly, path }) =>
    forward === "yes" && !cloudOnly && !path.startsWith(NOT_OBJECTS),
);

/** What such an operation is called in a token's usage and in messages: `GET /api/peers`. */
export const netbirdName = ({ method, path }: Pick<NetBirdOperation, "method" | "path">) =>
  `${method} ${path}`;

const isParameter = (segment: string) => segment.startsWith("{");

function missing(path: string, parameter: string, value: string): NothingThere {
  const inAgentNetwork = path.startsWith("/api/agent-network/");
  const words = (inAgentNetwork ? AGENT_NETWORK_NOT_FOUND : NOT_FOUND)[parameter];
  if (words === undefined) throw new Error(`no words for a missing ${parameter} of ${path}`);
  return { notFound: words.replace("{}", value).toLowerCase() };
}

/**
 * What the GET at this path of the table answers: `[]` for a list, NetBird's 404 for one object,
 * and for what belongs to a peer that of the peer. `params` are the path's, decoded.
 */
export function nothingAt(
  { path, paged }: Pick<NetBirdOperation, "path" | "paged">,
  params: Record<string, string>,
): NothingThere {
  if (SINGLE[path]) return { body: SINGLE[path] };
  if (path === "/api/agent-network/settings")
    return { notFound: "agent network settings not found" };
  if (paged) return { body: NO_PAGE };
  const names = path
    .split("/")
    .filter(isParameter)
    .map((segment) => segment.slice(1, -1));
  // Of a network or a zone that does not exist NetBird lists nothing; of a peer it says so.
  const last = isParameter(path.split("/").at(-1) ?? "") || path.endsWith("/validate");
  const named = last ? names.at(-1) : names.find((name) => name === "peerId");
  if (named === undefined) return { body: [] };
  return missing(path, named, params[named] ?? "");
}
