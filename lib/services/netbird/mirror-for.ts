import { Problem } from "#lib/contract/problem.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import { type UpstreamNeed, upstreamRoleFor } from "#lib/policy/upstream-role.ts";
import type { Actor } from "../context.ts";
import { type Caller, prepareMirror } from "./change-mirror.ts";
import { type MirrorToken, tokenOf } from "./minted.ts";
import { findMirror, isReady, ofPeople, ofUser } from "./mirror-row.ts";

const NAME_MAX = 100;
/** Once for a mirror that is not ready, once for one that was deleted at the NetBird server. */
const ATTEMPTS = 3;

/**
 * The token with which an actor's call reaches the NetBird server: of a service user there that
 * stands for the actor's, or for all people whose calls need a role. Its role covers the call, and
 * no more than its owner's live tokens may do together.
 */
export async function mirrorFor(
  broker: Credential,
  actor: Pick<Actor, "accountId" | "userId" | "name" | "isServiceUser">,
  need: UpstreamNeed,
): Promise<MirrorToken> {
  const caller = callerOf(actor, need);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const mirror = await findMirror(caller.owner);
    const ready = isReady(mirror, need) ? mirror : null;
    const token = ready && (await tokenOf(broker, ready, new Date()));
    if (token) {
      const { id: mirrorId, upstreamId } = ready;
      return { mirrorId, upstreamId, credential: token.credential };
    }
    // One that is ready by its row but has no tokens is gone.
    await prepareMirror(broker, caller, ready?.upstreamId);
  }
  throw new Problem("bad_gateway", "NetBird does not keep the service user of Roost that calls");
}

function callerOf(
  { accountId, userId, name, isServiceUser }: Parameters<typeof mirrorFor>[1],
  need: UpstreamNeed,
): Caller {
  if (isServiceUser) {
    const shown = `roost: ${name}`.slice(0, NAME_MAX);
    return { accountId, owner: ofUser(userId), name: shown, need };
  }
  const role = upstreamRoleFor([need]);
  return { accountId, owner: ofPeople(role), name: `roost: people (${role})`, need };
}
