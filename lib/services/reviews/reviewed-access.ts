import type { ReviewedAccess } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import {
  heldRights,
  inOrder,
  neededBy,
  type RightsHolder,
  rightsOf,
} from "#lib/policy/used-rights.ts";
import { usesWritten } from "../usage/count-uses.ts";
import { usedOperations } from "../usage/used-operations.ts";
import { roleOf } from "../users/user-row.ts";

type Owner = { id: string; role: string; lastUsedAt: Date | null };
type TokenRow = {
  id: string;
  userId: string;
  scopes: string | null;
  expiresAt: Date;
  disabledAt: Date | null;
};

/** Service users whose tokens are read together. */
const OWNERS = 50;

/**
 * What service users may do with their working tokens, and what they used any of their tokens for:
 * a new token does not make the rights unused that the one before it used.
 */
export async function reviewedAccess(
  owners: readonly Owner[],
  now: Date,
): Promise<Map<string, ReviewedAccess>> {
  if (owners.length > 0) await usesWritten();
  const found = new Map<string, ReviewedAccess>();
  for (let start = 0; start < owners.length; start += OWNERS) {
    const part = owners.slice(start, start + OWNERS);
    const tokens: TokenRow[] = await database().read.token.findMany({
      where: { userId: { in: part.map(({ id }) => id) } },
      select: { id: true, userId: true, scopes: true, expiresAt: true, disabledAt: true },
    });
    const byOwner = Map.groupBy(tokens, ({ userId }) => userId);
    for (const owner of part)
      found.set(owner.id, await accessOf(owner, byOwner.get(owner.id) ?? [], now));
  }
  return found;
}

async function accessOf(owner: Owner, tokens: TokenRow[], now: Date): Promise<ReviewedAccess> {
  const working = tokens.filter(
    ({ expiresAt, disabledAt }) => expiresAt > now && disabledAt === null,
  );
  const kinds = [...new Set(working.map(({ scopes }) => scopes))];
  const rights = inOrder(kinds.flatMap((scopes) => heldRights(holderOf(owner, scopes))));
  const used = new Set<string>();
  // Without a working token there is no right that could be unused.
  if (rights.length > 0) {
    for await (const part of usedOperations(tokens, now)) {
      for (const { token, operations } of part) {
        const needed = neededBy(holderOf(owner, token.scopes), operations);
        for (const right of rightsOf(needed)) used.add(right);
      }
    }
  }
  return {
    lastUsedAt: owner.lastUsedAt,
    tokens: working.length,
    wholeRoleTokens: working.filter(({ scopes }) => scopes === null).length,
    scopes: [...new Set(kinds.flatMap((scopes) => scopesIn(scopes) ?? []))].sort(),
    rights,
    unusedRights: rights.filter((right) => !used.has(right)),
  };
}

const holderOf = (owner: Owner, scopes: string | null): RightsHolder => ({
  role: roleOf(owner),
  isServiceUser: true,
  scopes: scopesIn(scopes),
});
