import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { rightsFor } from "#lib/policy/forwarded-rights.ts";
import type { Actor } from "#lib/services/context.ts";
import { upstreamFor } from "#lib/services/netbird/upstream-for.ts";
import { hasWriteOn } from "#lib/services/policy.ts";
import type { RelayReply } from "../reply.ts";
import { type Call, send } from "./call.ts";
import { takePlace } from "./places.ts";
import { type Answered, relayAnswer, withError } from "./relay-answer.ts";

/** Forwards a read, which ends when its client leaves. A user has few at a time. */
export async function forwardRead(call: Call, signal: AbortSignal): Promise<RelayReply> {
  const leave = await takePlace(call.actor.userId, signal);
  try {
    return await readInPlace(call, { signal, leave });
  } catch (error) {
    leave();
    throw error;
  }
}

type Place = { signal: AbortSignal; leave: () => void };

async function readInPlace(call: Call, { signal, leave }: Place): Promise<RelayReply> {
  const { actor, row } = call;
  const first = await ask(call, signal);
  // Once more with a new token of the caller's service user at NetBird, if it refuses the first.
  const { answer } = first.isRefused ? await ask(call, signal) : first;
  void answer.body.ended.then(leave);
  const { requestId } = actor.origin;
  return relayAnswer(answer, { requestId, hidden: hiddenFrom(actor, row) });
}

async function ask(
  call: Call,
  signal: AbortSignal,
): Promise<{ answer: Answered; isRefused: boolean }> {
  const { row, actor, through } = call;
  const [need = null] = rightsFor(row);
  const upstream = await upstreamFor(through, actor, { need, changes: false });
  const answer = await withError(await send(call, upstream, { signal }), row);
  if (answer.error?.class !== "credential" || !upstream.forget) return { answer, isRefused: false };
  upstream.forget();
  return { answer, isRefused: true };
}

/** The places of secrets in an answer to a read, which only those who may write see. */
function hiddenFrom(actor: Actor, { module, secretResponse = [] }: NetBirdOperation) {
  return secretResponse.length === 0 || hasWriteOn(actor, module) ? [] : secretResponse;
}
