import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { InventoryFilter } from "#lib/contract/token-inventory.ts";
import type { TOKEN_ORDER_NAMES } from "#lib/contract/tokens.ts";
import { publicIdOf } from "#lib/crypto/token-text.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../actor.ts";
import type { SortColumn } from "../paging.ts";
import { tokensOfKind, tokensOrOwnersMatching } from "./search-tokens.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The orders of every list of access tokens. */
export const TOKEN_ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
  expiration_date: { column: "expiresAt", kind: "time" },
  last_used: { column: "lastUsedAt", kind: "time", nullable: true },
} as const satisfies Record<(typeof TOKEN_ORDER_NAMES)[number], SortColumn>;

type State = NonNullable<InventoryFilter["state"]>;

/** An expired token is one that would be refused at that moment. */
function inState(state: State, filter: InventoryFilter, now: Date): object {
  const soon = daysFrom(now, filter.expiring_within_days ?? INVENTORY_DAYS.expiring);
  const longAgo = daysFrom(now, -(filter.unused_for_days ?? INVENTORY_DAYS.unused));
  const states: Record<State, object> = {
    active: { expiresAt: { gt: now } },
    expired: { expiresAt: { lte: now } },
    expiring: { expiresAt: { gt: now, lte: soon } },
    never_used: { lastUsedAt: null },
    unused: {
      OR: [{ lastUsedAt: { lt: longAgo } }, { lastUsedAt: null, createdAt: { lt: longAgo } }],
    },
  };
  return states[state];
}

const daysFrom = (now: Date, days: number) => new Date(now.getTime() + days * DAY_MS);

/** What an inventory is read by: whose tokens, narrowed by a filter, at one moment. */
export type Inventory = { accountId: string; readable: object; now: Date };

/**
 * The tokens that the actor may read from now on: of the whole account for those who may see its
 * inventory, else the actor's own.
 */
export async function inventoryOf(client: ReadClient | Tx, actor: Actor): Promise<Inventory> {
  const { accountId } = actor;
  const now = new Date();
  if (!canBegin(actor, "tokens.inventory").allowed) {
    return { accountId, readable: { userId: actor.userId }, now };
  }
  // An installation has one account, whose tokens are all there are: no index knows the account
  // of a token, and to ask every owner for theirs would make each list as slow as the longest.
  const elsewhere = await client.account.findFirst({
    where: { id: { not: accountId } },
    select: { id: true },
  });
  const readable = elsewhere === null ? {} : { user: { accountId } };
  return { accountId, readable, now };
}

/** Those of an inventory that the filter lets through. */
export async function filtered(
  client: ReadClient | Tx,
  { accountId, readable, now }: Inventory,
  filter: InventoryFilter,
) {
  const { user_id, created_by, owner_kind, fingerprint, state, search } = filter;
  return {
    AND: [
      readable,
      user_id === undefined ? {} : { userId: user_id },
      created_by === undefined ? {} : { createdBy: created_by },
      owner_kind === undefined
        ? {}
        : await tokensOfKind(client, accountId, owner_kind === "service_user"),
      fingerprint === undefined ? {} : { publicId: publicIdOf(fingerprint) },
      state === undefined ? {} : inState(state, filter, now),
      await tokensOrOwnersMatching(client, accountId, search),
    ],
  };
}
