import { notifyProblem } from "#components/ui/notify.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import { sentence } from "./sentence.ts";

/** Tells that a call was refused, with its status and request id. */
export function notifyFailure(failure: CallFailure): void {
  notifyProblem({
    title: titleOf(failure),
    description: descriptionOf(failure),
    requestId: failure.requestId,
  });
}

function titleOf({ status, late }: CallFailure): string {
  if (late) return "The server did not answer in time";
  if (status === 0) return "The server could not be reached";
  return `Request failed with status code ${status}`;
}

function descriptionOf({ status, message, late }: CallFailure): string {
  if (status === 0 && !late)
    return "Check the connection, and whether it was done, before you try again.";
  if (status === 401) return "Your session has ended. Reload the page to sign in again.";
  return sentence(message);
}
