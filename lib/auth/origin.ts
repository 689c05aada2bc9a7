import { randomUUID } from "node:crypto";
import { safeLine } from "#lib/contract/readable-text.ts";
import type { Origin } from "#lib/services/context.ts";

const AGENT_MAX = 256;

/** Set by the server on every request, after it dropped what the client sent under these names. */
export const CLIENT_ADDRESS_HEADER = "x-roost-client-address";
export const REQUEST_ID_HEADER = "x-request-id";

/** A header as its sender meant it: bytes that are UTF-8 as such, others as Latin-1. */
function headerText(value: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

/** Where a request came from, as the server fixed it. */
export function originOf(headers: Headers): Origin {
  const agent = headers.get("user-agent") ?? "";
  return {
    address: headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown",
    userAgent: safeLine(headerText(agent).slice(0, AGENT_MAX)),
    requestId: headers.get(REQUEST_ID_HEADER) ?? randomUUID(),
  };
}
