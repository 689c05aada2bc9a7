import { randomUUID } from "node:crypto";
import { safeLine } from "#lib/contract/readable-text.ts";
import type { Origin } from "#lib/services/context.ts";

const AGENT_MAX = 256;
const PLAIN = /^[\x20-\x7e]*$/;

/** Set by the server on every request; it drops these headers of clients. */
export const CLIENT_ADDRESS_HEADER = "x-roost-client-address";
export const FORWARDED_HEADER = "x-roost-forwarded";
export const REQUEST_ID_HEADER = "x-request-id";

/** Decodes a header's bytes: as UTF-8 if they are valid, else as Latin-1. */
function headerText(value: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

/** A request's origin as set by the server. */
export function originOf(headers: Headers): Origin {
  const address = headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown";
  const requestId = headers.get(REQUEST_ID_HEADER) ?? randomUUID();
  const isForwarded = headers.has(FORWARDED_HEADER);
  return originWith(headers.get("user-agent"), address, requestId, isForwarded);
}

/** The origin of a request with this User-Agent header. */
export function originWith(
  agent: string | null | undefined,
  address: string,
  requestId: string,
  isForwarded = false,
): Origin {
  const origin = { address, userAgent: readableAgent(agent ?? ""), requestId };
  return isForwarded ? { ...origin, isForwarded } : origin;
}

/** Most agents are plain ASCII, which needs no decoding. */
function readableAgent(agent: string): string {
  if (PLAIN.test(agent)) return agent.slice(0, AGENT_MAX);
  return safeLine(headerText(agent).slice(0, AGENT_MAX));
}
