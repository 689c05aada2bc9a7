import { headers } from "next/headers";
import { originOf } from "#lib/auth/origin.ts";
import { verifyReset } from "#lib/auth/verify-link.ts";
import type { ProblemCode } from "#lib/contract/problem.ts";
import { takeFromInviteLimit } from "#lib/http/rate-limit.ts";
import { networkOf } from "#lib/services/network.ts";
import { describeReset } from "#lib/services/resets/accept-reset.ts";
import { toProblem } from "#lib/services/to-problem.ts";

type Words = { title: string; text: string };

const DEAD: Partial<Record<ProblemCode, Words>> = {
  validation_failed: {
    title: "This link does not work",
    text: "It is incomplete or older than an hour. Copy the whole link once more, or ask an owner or admin for a new one.",
  },
  not_found: {
    title: "This link is no longer valid",
    text: "It was used, or replaced by a newer one. Ask an owner or admin for a new link.",
  },
  rate_limited: {
    title: "Too many tries",
    text: "Links were opened too often from your network. Reload this page in a minute.",
  },
  unavailable: {
    title: "The server is busy",
    text: "The link could not be checked just now. Reload this page in a few seconds.",
  },
};

/** What a reset link leads to; a page counts against the limit as the public operations do. */
export async function readReset(
  token: string,
): Promise<{ dead: Words } | { name: string; email: string }> {
  const origin = originOf(new Headers(await headers()));
  try {
    const { refusal } = takeFromInviteLimit(networkOf(origin.address));
    if (refusal) throw refusal;
    const { name, email } = await describeReset(await verifyReset(token, origin));
    return { name, email };
  } catch (error) {
    const problem = toProblem(error);
    const dead = problem ? DEAD[problem.problem] : undefined;
    if (dead === undefined) throw error;
    return { dead };
  }
}
