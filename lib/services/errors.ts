import { isProblem, Problem } from "#lib/contract/problem.ts";
import { isBusy, isUnavailable } from "#lib/db/errors.ts";
import { problemOfNetBird } from "./netbird/problem-of-netbird.ts";

/**
 * Maps an error to its problem, or null for an unexpected one. An unreachable database is a 503,
 * never an "allowed" and never a 401.
 */
export function toProblem(error: unknown): Problem | null {
  if (isProblem(error)) return error;
  const upstream = problemOfNetBird(error);
  if (upstream) return upstream;
  if (isUnavailable(error) || isBusy(error)) {
    return new Problem("unavailable", "the database is not available, try again", {
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  return null;
}
