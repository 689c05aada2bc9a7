import { type NetBirdOperation, netbirdApi } from "./netbird-api.ts";

/*
 * Objects that only a NetBird server has: peers, policies, setup keys … Without such a server,
 * Roost answers as NetBird does for an account without any (contract 1.5).
 */

/** Paths of reference data, not of objects of the account. */
const NOT_OBJECTS = "/api/locations/";

/** NetBird's message for a missing object, by path parameter. */
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

/** The same for `/api/agent-network`, where two parameters have names used elsewhere too. */
const AGENT_NETWORK_NOT_FOUND: Record<string, string> = {
  ruleId: "agent network budget rule: {} not found",
  providerId: "agent network provider: {} not found",
  policyId: "agent network policy: {} not found",
  guardrailId: "agent network guardrail: {} not found",
};

const NO_PAGE = { data: [], page: 1, page_size: 50, total_records: 0, total_pages: 0 };

/** Reads that return neither a list nor one object by ID. */
const SINGLE: Record<string, object> = {
  "/api/dns/settings": { disabled_management_groups: [] },
};

/** The answer of a read without objects: a body, or the message of a 404. */
export type NothingThere = { body: unknown } | { notFound: string };

/** The operations on objects of a NetBird server, without cloud-only ones and locations. */
export const netbirdObjects: readonly NetBirdOperation[] = netbirdApi.filter(
  ({ forward, cloudOnly, path }) =>
    forward === "yes" && !cloudOnly && !path.startsWith(NOT_OBJECTS),
);

/** The operations that a Roost with a NetBird server behind it forwards. */
export const forwardedRows: readonly NetBirdOperation[] = netbirdApi.filter(
  ({ forward }) => forward === "yes" || forward === "by-mode",
);

/** The name of a forwarded operation in a token's usage: apart, since it needs other rights. */
export const forwardedName = (row: Pick<NetBirdOperation, "method" | "path">) =>
  `nb:${netbirdName(row)}`;

/** The name of such an operation in a token's usage and in messages: `GET /api/peers`. */
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
 * The answer of GET at a path of the table: `[]` for a list, NetBird's 404 for one object, and the
 * peer's 404 for objects of a peer. `params` are the decoded ones of the path.
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
  // NetBird returns an empty list for a missing network or zone, but 404 for a missing peer.
  const last = isParameter(path.split("/").at(-1) ?? "") || path.endsWith("/validate");
  const named = last ? names.at(-1) : names.find((name) => name === "peerId");
  if (named === undefined) return { body: [] };
  return missing(path, named, params[named] ?? "");
}
