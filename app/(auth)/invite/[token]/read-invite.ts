import { headers } from "next/headers";
import { originOf } from "#lib/auth/origin.ts";
import { verifyInvite } from "#lib/auth/verify-link.ts";
import type { ProblemCode } from "#lib/contract/problem.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { takeFromInviteLimit } from "#lib/http/rate-limit.ts";
import { describeInvite } from "#lib/services/invites/invite-by-token.ts";
import { networkOf } from "#lib/services/network.ts";
import { toProblem } from "#lib/services/to-problem.ts";

/** Why a link cannot be followed, as its page says it. */
export type DeadLink = "malformed" | "unknown" | "limited" | "busy";

const DEAD: Partial<Record<ProblemCode, DeadLink>> = {
  validation_failed: "malformed",
  not_found: "unknown",
  rate_limited: "limited",
  unavailable: "busy",
};

type Seen =
  | { dead: DeadLink; retryAfterSeconds: number | undefined }
  | { invite: InviteView; inviterName: string };

/**
 * What an invite's link leads to. A page counts as a request to the public operations of invites
 * does, so that it is no way around their limit.
 */
export async function readInvite(token: string): Promise<Seen> {
  const origin = originOf(new Headers(await headers()));
  try {
    const { refusal } = takeFromInviteLimit(networkOf(origin.address));
    if (refusal) throw refusal;
    const { view, inviterName } = await describeInvite(await verifyInvite(token, origin));
    return { invite: view, inviterName };
  } catch (error) {
    const problem = toProblem(error);
    const dead = problem ? DEAD[problem.problem] : undefined;
    if (problem === null || dead === undefined) throw error;
    return { dead, retryAfterSeconds: problem.retryAfterSeconds };
  }
}
