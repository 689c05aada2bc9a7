import type { RequestHeaders } from "../api-request.ts";

/** The only headers of a client that NetBird gets. */
const PASSED = ["accept", "accept-language"] as const;
const AGENT_MAX = 200;

/** A client's name of itself, without what a header cannot have. */
export const agentOf = (headers: RequestHeaders): string =>
  (headers.get("user-agent") ?? "").replace(/[^\x20-\x7e]/g, "").slice(0, AGENT_MAX);

/** The headers passed on: not those that concern this connection alone (RFC 9110, 7.6.1). */
export function passedHeaders(headers: RequestHeaders): Record<string, string> {
  const ofConnection = (headers.get("connection") ?? "").toLowerCase().split(/[\s,]+/);
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = headers.get(name);
    if (value !== null && !ofConnection.includes(name)) passed[name] = value;
  }
  return passed;
}
