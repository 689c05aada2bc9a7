import { Problem } from "#lib/contract/problem.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import type { UpstreamNeed } from "#lib/policy/upstream-role.ts";
import type { Actor } from "../context.ts";
import { isAdmin, presentBroker } from "./broker.ts";
import { forgetToken } from "./minted.ts";
import { mirrorFor } from "./mirror-for.ts";

/** With what a call is forwarded: a credential, and the ID of its service user at NetBird. */
export type Upstream = {
  credential: Credential;
  userId: string;
  /** NetBird refuses the credential: the next call gets another one. Absent if there is none. */
  forget?: () => void;
};

type Call = { need: UpstreamNeed; changes: boolean };

/**
 * The service user at NetBird that acts for an actor. A broker that is not an admin has none for
 * others: it reads for all by itself, and nothing is changed.
 */
export async function upstreamFor(
  through: Connection,
  actor: Actor,
  { need, changes }: Call,
): Promise<Upstream> {
  const broker = await presentBroker(through);
  if (!isAdmin(broker)) {
    if (!changes) return { credential: through.broker, userId: broker.userId };
    const message = "changes need a NETBIRD_TOKEN of a service user with the role admin at NetBird";
    throw new Problem("not_implemented", message);
  }
  const mirror = await mirrorFor(through.broker, actor, need);
  const { credential, upstreamId: userId } = mirror;
  return { credential, userId, forget: () => forgetToken(mirror) };
}
