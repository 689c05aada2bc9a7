import { Problem } from "#lib/contract/problem.ts";
import { type RevocationFilter, revocationFilter } from "#lib/contract/token-revocations.ts";
import type { TokenRevocationView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";

export type RevocationRow = Prisma.TokenRevocationGetPayload<object>;

/** The filter of a stored revocation; throws for one that this version does not know. */
export const filterOf = ({ filter }: Pick<RevocationRow, "filter">): RevocationFilter =>
  revocationFilter.parse(filter);

export function revocationView(row: RevocationRow): TokenRevocationView {
  const { id, createdBy, createdAt, finishedAt, matched, revoked, refused } = row;
  return {
    ...{ id, createdBy, createdAt, finishedAt, matched, revoked, refused },
    filter: filterOf(row),
    // Only these are stored.
    state: row.state as TokenRevocationView["state"],
  };
}

/** A revocation with its progress, for who may start one. */
export async function getRevocation(actor: Actor, id: string): Promise<TokenRevocationView> {
  assertCanBegin(actor, "tokens.revoke_matching");
  const { accountId } = actor;
  const row = await database().read.tokenRevocation.findFirst({ where: { id, accountId } });
  if (row === null) throw new Problem("not_found", `revocation: ${id.toLowerCase()} not found`);
  return revocationView(row);
}
