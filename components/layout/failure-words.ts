import type { CallFailure } from "#lib/contract/client.ts";
import { sentence } from "./sentence.ts";

/** Why a call failed, for a page without notifications: where it is the server's fault with what to do next. */
export function failureWords({ status, message, requestId }: CallFailure): string {
  if (status < 500) return sentence(message);
  const request = requestId
    ? ` If it goes on, the server's log tells more of request ${requestId}.`
    : "";
  return `${sentence(message)} Try again in a moment.${request}`;
}
