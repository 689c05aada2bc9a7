import { notifyProblem } from "#components/ui/notify.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import { signInPath } from "#lib/contract/page-paths.ts";
import { failureMessage } from "./failure-message.ts";

/**
 * Shows a failed call with status and request ID. If the session has ended, the sign-in opens in a new
 * tab, so that a form keeps its input.
 */
export function notifyFailure(failure: CallFailure, user?: string): void {
  const { status, requestId } = failure;
  notifyProblem({
    ...failureMessage(failure, user),
    requestId,
    status: status === 0 ? undefined : status,
    action: status === 401 ? { label: "Sign in", href: signInHere() } : undefined,
  });
}

function signInHere(): string {
  const { pathname, search } = window.location;
  return signInPath(pathname + search);
}
