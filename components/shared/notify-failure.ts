import { notifyProblem } from "#components/ui/notify.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import { signInPath } from "#lib/contract/page-paths.ts";
import { failureMessage } from "./failure-message.ts";

/**
 * Shows that a call was refused, with its status and request ID. Where the session has ended, a new
 * tab leads to the sign-in, so that a form here keeps what was typed.
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
