import { invalid, isProblem } from "#lib/contract/problem.ts";
import type { Actor } from "#lib/services/context.ts";
import { networksOf } from "#lib/services/network.ts";
import { deadlineOf } from "#lib/services/request-deadline.ts";
import { isKnownNetwork } from "#lib/services/sessions/known-networks.ts";
import {
  assertMayProve,
  matchOwnPassword,
  noteProof,
} from "#lib/services/sessions/prove-session.ts";
import { countPasswordCheck, forgetPasswordChecks } from "./attempts.ts";
import { attemptSignIn } from "./sign-in-attempts.ts";

/**
 * Proves with the password who acts in the session; returns until when that counts as recent. Wrong
 * passwords count as those of sign-ins, and also for the session: a stolen one guesses no more than
 * a stranger. 422 for a wrong one, 429 beyond the limits.
 */
export async function proveAgain(actor: Actor, password: string): Promise<Date> {
  assertMayProve(actor);
  countPasswordCheck(actor);
  const { email, origin } = actor;
  const { address } = origin;
  const deadline = deadlineOf(origin);
  const isKnown = await isKnownNetwork(email, address);
  const matched = await attemptSignIn({ email, address, isKnown, deadline }, (lane) =>
    matchOwnPassword(actor, password, { lane, flow: [...networksOf(address), email], deadline }),
  ).catch((error: unknown) => {
    const isWrong = isProblem(error) && error.problem === "unauthenticated";
    throw isWrong ? invalid("password", "password is incorrect") : error;
  });
  const until = await noteProof(actor, matched);
  forgetPasswordChecks(actor);
  return until;
}
