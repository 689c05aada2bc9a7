import { randomUUID } from "node:crypto";
import { safeLine } from "#lib/contract/readable-text.ts";
import type { Origin } from "#lib/services/context.ts";

const AGENT_MAX = 256;

/** Set by the server on every request; it drops these headers of clients. */
export const CLIENT_ADDRESS_HEADER = "x-roost-client-address";
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
  const agent = headers.get("user-agent") ?? "";
  return {
    address: headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown",
    userAgent: safeLine(headerText(agent).slice(0, AGENT_MAX)),
    requestId: headers.get(REQUEST_ID_HEADER) ?? randomUUID(),
  };
}
