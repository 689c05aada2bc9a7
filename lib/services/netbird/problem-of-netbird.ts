import { Problem } from "#lib/contract/problem.ts";
import { isUpstreamFailure } from "#lib/netbird/upstream-failure.ts";

export const UNKNOWN_OUTCOME = "; it may have been carried out";
const RETRY_AFTER_SECONDS = 5;

/**
 * The problem of a request that NetBird did not answer; null for other errors. `changes`: it was to
 * change something, so that its outcome may be unknown.
 */
export function problemOfNetBird(error: unknown, { changes = false } = {}): Problem | null {
  if (!isUpstreamFailure(error)) return null;
  const { kind, mayHaveRun } = error;
  const message = `${error.message}${changes && mayHaveRun ? UNKNOWN_OUTCOME : ""}`;
  if (kind === "timeout") return new Problem("gateway_timeout", message);
  if (kind === "busy" || kind === "down") {
    return new Problem("unavailable", message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  return new Problem("bad_gateway", message);
}
