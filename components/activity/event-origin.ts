import type { EventView } from "#lib/contract/views.ts";
import { browserName } from "../shared/browser-name.ts";

/** From where something was done, as far as the event tells. */
export type EventOrigin = {
  address: string | undefined;
  /** In words: "Firefox on Linux", "curl". */
  agent: string | undefined;
  /** The access token that was used; undefined for a browser session. */
  tokenId: string | undefined;
  requestId: string | undefined;
};

export function eventOrigin({ meta }: EventView): EventOrigin {
  const told = (name: string) => meta[name] || undefined;
  const agent = told("user_agent");
  return {
    address: told("address"),
    agent: agent && browserName(agent),
    tokenId: told("token_id"),
    requestId: told("request_id"),
  };
}
