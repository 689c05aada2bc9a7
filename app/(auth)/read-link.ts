import { headers } from "next/headers";
import { originOf } from "#lib/auth/origin.ts";
import type { Problem, ProblemCode } from "#lib/contract/problem.ts";
import { takeFromLinkLimit } from "#lib/http/rate-limit.ts";
import type { Origin } from "#lib/services/context.ts";
import { toProblem } from "#lib/services/errors.ts";
import { networkOf } from "#lib/services/network.ts";

/** Why a link cannot be used. */
export type DeadLink = "malformed" | "unknown" | "limited" | "busy";

const DEAD: Partial<Record<ProblemCode, DeadLink>> = {
  validation_failed: "malformed",
  not_found: "unknown",
  rate_limited: "limited",
  unavailable: "busy",
};

/**
 * Loads the target of a one-time link. Counts against the rate limit of the public link operations.
 */
export async function readLink<T>(
  read: (origin: Origin) => Promise<T>,
): Promise<{ found: T } | { dead: DeadLink; retryAfterSeconds: Problem["retryAfterSeconds"] }> {
  const origin = originOf(new Headers(await headers()));
  try {
    const { refusal } = takeFromLinkLimit(networkOf(origin.address));
    if (refusal) throw refusal;
    return { found: await read(origin) };
  } catch (error) {
    const problem = toProblem(error);
    const dead = problem ? DEAD[problem.problem] : undefined;
    if (problem === null || dead === undefined) throw error;
    return { dead, retryAfterSeconds: problem.retryAfterSeconds };
  }
}
