import type { EventView } from "#lib/contract/views.ts";
import { browserName } from "../shared/browser-name.ts";

/** The recorded origin of an event. */
export type EventOrigin = {
  address: string | undefined;
  /** Display name: "Firefox on Linux", "curl". */
  agent: string | undefined;
  /** The access token that was used; undefined for a browser session. */
  tokenId: string | undefined;
  requestId: string | undefined;
};

export function eventOrigin({ meta }: EventView): EventOrigin {
  const value = (name: string) => meta[name] || undefined;
  const agent = value("user_agent");
  return {
    address: value("address"),
    agent: agent && browserName(agent),
    tokenId: value("token_id"),
    requestId: value("request_id"),
  };
}
