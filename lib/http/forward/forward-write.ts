import { headerOf, isPlainJson } from "#lib/netbird/answer-headers.ts";
import type { UpstreamError } from "#lib/netbird/classify.ts";
import { isUpstreamFailure } from "#lib/netbird/upstream-failure.ts";
import { rightsFor } from "#lib/policy/forwarded-rights.ts";
import { followGroup } from "#lib/services/netbird/follow-group.ts";
import { beginWrite, endWrite, type Outcome } from "#lib/services/netbird/forwarded-write.ts";
import { UNKNOWN_OUTCOME } from "#lib/services/netbird/problem-of-netbird.ts";
import { upstreamFor } from "#lib/services/netbird/upstream-for.ts";
import type { RelayReply } from "../reply.ts";
import { type Call, send } from "./call.ts";
import { type Answered, relayAnswer, withError } from "./relay-answer.ts";

type Change = {
  objectId: string;
  body: Uint8Array;
  /** See `beginWrite`. */
  decide?: (actor: Call["actor"]) => void;
};

/** A larger answer to a change is passed on without a look at its object. */
const LOOKED_AT_BYTES = 1024 * 1024;
const ANSWER_MAX_BYTES = 8 * 1024 * 1024;
const NAME_MAX = 100;

/** Its outcome is known before others take it for unknown (`withOutcome`). */
const WRITE_MAX_MS = 90_000;

/** NetBird's own errors, with its message; all others may be of a proxy, after NetBird has acted. */
const isItsOwn = ({ status, headers }: Pick<Answered, "status" | "headers">): boolean =>
  (status === 500 || status === 501) && isPlainJson(headers);

/**
 * Forwards a change: stored in the audit log before it is sent, completed with its outcome. It is
 * never repeated, and goes on to its end if the client leaves.
 */
export async function forwardWrite(
  call: Call,
  { objectId, body, decide }: Change,
): Promise<RelayReply> {
  const { actor, row, through } = call;
  const [need = null] = rightsFor(row);
  const upstream = await upstreamFor(through, actor, { need, changes: true });
  const begun = await beginWrite(actor, { row, objectId, upstreamUser: upstream.userId, decide });
  let outcome: Outcome = { outcome: "unknown" };
  try {
    const signal = AbortSignal.timeout(WRITE_MAX_MS);
    const sent = await send(call, upstream, { body, signal, changes: true });
    const answer = withHint(await withError(sent, row));
    if (answer.error?.class === "credential") upstream.forget?.();
    const reply = await relayAnswer(answer, { requestId: actor.origin.requestId, hidden: [] });
    outcome = outcomeOf(answer);
    if (answer.error || !isPlainJson(answer.headers)) return reply;
    const text = await answer.body.text(ANSWER_MAX_BYTES);
    const object = objectIn(text);
    const id = (row.method === "POST" && object.id) || objectId;
    outcome = { ...outcome, objectId: id, objectName: object.name?.slice(0, NAME_MAX) };
    await followGroup(actor.accountId, row, { ...object, id });
    return { ...reply, body: text };
  } catch (error) {
    const isUnanswered = outcome.status === undefined;
    if (isUnanswered && isUpstreamFailure(error) && !error.mayHaveRun) {
      outcome = { outcome: "failed", unchanged: true };
    }
    throw error;
  } finally {
    await endWrite(begun, outcome);
  }
}

function outcomeOf({ status, headers, error }: Answered): Outcome {
  const known = { status, requestId: headerOf(headers, "x-request-id")?.slice(0, NAME_MAX) };
  return { ...known, ...(error ? outcomeOfError(error, { status, headers }) : { outcome: "ok" }) };
}

function outcomeOfError(
  error: UpstreamError,
  answer: Pick<Answered, "status" | "headers">,
): Outcome {
  if (error.class === "refused" || error.class === "rate_limited") {
    return { outcome: "refused", unchanged: true };
  }
  if (error.class !== "error") return { outcome: "failed", unchanged: true };
  return { outcome: isItsOwn(answer) ? "failed" : "unknown" };
}

/** The answer, whose error says so if the change may have been made. */
function withHint(answer: Answered): Answered {
  const { error } = answer;
  if (error === undefined || outcomeOf(answer).outcome !== "unknown") return answer;
  return { ...answer, error: { ...error, message: `${error.message}${UNKNOWN_OUTCOME}` } };
}

type NamedObject = { id: string | undefined; name: string | undefined };
const NO_OBJECT: NamedObject = { id: undefined, name: undefined };

/** ID and name of the object in an answer, nothing else of it. */
function objectIn(text: string): NamedObject {
  if (text.length > LOOKED_AT_BYTES) return NO_OBJECT;
  let made: unknown;
  try {
    made = JSON.parse(text);
  } catch {
    return NO_OBJECT;
  }
  const { id, name }: { id?: unknown; name?: unknown } = Object(made);
  const isId = typeof id === "string" || typeof id === "number";
  return {
    id: isId ? String(id).slice(0, NAME_MAX) : undefined,
    name: typeof name === "string" ? name : undefined,
  };
}
