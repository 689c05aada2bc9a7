import { Problem } from "#lib/contract/problem.ts";
import type { OwnTokenView } from "#lib/contract/views.ts";
import { effectiveGrants } from "#lib/policy/scopes.ts";
import type { Actor } from "../context.ts";
import { writeAs } from "../write-as.ts";
import { removeToken } from "./delete-token.ts";
import { readToken } from "./read-token.ts";
import { findTokenOf } from "./token-row.ts";

/** The ID of the token that the actor acts with. 403 for a session, which has none. */
export function ownTokenId({ credential }: Actor): string {
  if (credential.kind === "token") return credential.id;
  throw new Problem("forbidden", "this needs an access token: a session is none");
}

/** The token of the request with its owner and what it may do. */
export async function getOwnToken(actor: Actor): Promise<OwnTokenView> {
  const { userId: id, name, email, role, isServiceUser } = actor;
  return {
    token: await readToken(id, ownTokenId(actor)),
    user: { id, name, email, role, isServiceUser },
    modules: effectiveGrants(actor),
  };
}

/** Deletes the token of the request, which needs no right to do so. */
export async function deleteOwnToken(actor: Actor): Promise<void> {
  const tokenId = ownTokenId(actor);
  await writeAs(actor, async (tx, present) => {
    const { userId: id, name, email, isServiceUser } = present;
    const token = await findTokenOf(tx, id, tokenId);
    await removeToken(tx, present, { id, name, email, isServiceUser }, token);
  });
}
