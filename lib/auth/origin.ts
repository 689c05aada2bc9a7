import { randomUUID } from "node:crypto";
import type { Origin } from "#lib/services/actor.ts";

const AGENT_MAX = 256;

/** Set by the server on every request, after it dropped what the client sent under these names. */
export const CLIENT_ADDRESS_HEADER = "x-roost-client-address";
export const REQUEST_ID_HEADER = "x-request-id";

/** Where a request came from, as the server fixed it. */
export function originOf(headers: Headers): Origin {
  const agent = headers.get("user-agent") ?? "";
  return {
    address: headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown",
    userAgent: agent.slice(0, AGENT_MAX).toWellFormed(),
    requestId: headers.get(REQUEST_ID_HEADER) ?? randomUUID(),
  };
}
