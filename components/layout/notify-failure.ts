import { notifyProblem } from "#components/ui/notify.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import { sentence } from "./sentence.ts";

/** Tells that a call was refused, with its status and request id. */
export function notifyFailure(failure: CallFailure): void {
  notifyProblem({
    title:
      failure.status === 0
        ? "The server could not be reached"
        : `Request failed with status code ${failure.status}`,
    description: descriptionOf(failure),
    requestId: failure.requestId,
  });
}

function descriptionOf({ status, message }: CallFailure): string {
  if (status === 0) return "Nothing was changed. Check the connection and try again.";
  if (status === 401) return "Your session has ended. Reload the page to sign in again.";
  return sentence(message);
}
