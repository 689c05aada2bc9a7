import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { InventoryFilter } from "#lib/contract/token-inventory.ts";
import type { TOKEN_ORDER_NAMES } from "#lib/contract/tokens.ts";
import { publicIdOf } from "#lib/crypto/token-text.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import type { SortColumn } from "../paging.ts";
import { type Indexed, quickest, tokensOfKind, tokensOrOwnersMatching } from "./search-tokens.ts";
import { createdByTokens } from "./token-ancestors.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The orders of every list of access tokens. */
export const TOKEN_ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
  expiration_date: { column: "expiresAt", kind: "time" },
  last_used: { column: "lastUsedAt", kind: "time", nullable: true },
} as const satisfies Record<(typeof TOKEN_ORDER_NAMES)[number], SortColumn>;

type State = NonNullable<InventoryFilter["state"]>;
/** The column that a list is in the order of. */
type Order = (typeof TOKEN_ORDERS)[keyof typeof TOKEN_ORDERS]["column"];

/**
 * What tokens of a state are found by: any of these, of which no token meets two. An expired token
 * is one that would be refused at that moment; one unused for long is at least as old.
 */
function conditionsOf(state: State, filter: InventoryFilter, now: Date): Indexed[] {
  const soon = daysFrom(now, filter.expiring_within_days ?? INVENTORY_DAYS.expiring);
  const byEnd = (expiresAt: object): Indexed => ({
    condition: { expiresAt },
    index: ["expiresAt", "id"],
    orders: ["expiresAt"],
  });
  const index = ["lastUsedAt", "createdAt", "id"] as const;
  const orders = ["lastUsedAt", "createdAt"] as const;
  const old = longUnused(filter, now);
  const states: Record<State, Indexed[]> = {
    active: [byEnd({ gt: now })],
    expired: [byEnd({ lte: now })],
    expiring: [byEnd({ gt: now, lte: soon })],
    never_used: [{ condition: { lastUsedAt: null }, index, orders }],
    unused: [
      { condition: { lastUsedAt: old.createdAt, ...old }, index, orders: [] },
      { condition: { lastUsedAt: null, ...old }, index, orders: [] },
    ],
  };
  return states[state];
}

/** Nobody can have left a token unused for longer than it exists. */
const longUnused = (filter: InventoryFilter, now: Date) => ({
  createdAt: { lt: daysFrom(now, -(filter.unused_for_days ?? INVENTORY_DAYS.unused)) },
});

/** That many days after a moment, or before it. */
export const daysFrom = (now: Date, days: number) => new Date(now.getTime() + days * DAY_MS);

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

/**
 * Those of an inventory that the filter lets through, as a list in the order of this column reads
 * them quickest; as a count does, without one.
 */
export async function filtered(
  client: ReadClient | Tx,
  { accountId, readable, now }: Inventory,
  filter: InventoryFilter,
  order?: Order,
) {
  const { id, user_id, created_by, owner_kind, fingerprint, state, search } = filter;
  const { created_by_token_id } = filter;
  const quick = (indexed: Indexed) => quickest(client, indexed, order);
  const ofKind = async (isServiceUser: boolean) => {
    const condition = await tokensOfKind(client, accountId, isServiceUser);
    return "userId" in condition ? quick(ofUsers(condition)) : condition;
  };
  const inStateAsked = async (asked: State) => {
    const parts: object[] = [];
    for (const one of conditionsOf(asked, filter, now)) parts.push(await quick(one));
    // Implied by both parts of this one; so an order by time begins where there may be any.
    const bound = asked === "unused" && order === "createdAt" ? longUnused(filter, now) : {};
    return { AND: [{ OR: parts }, bound] };
  };
  // One after another: in a transaction they share a connection.
  const conditions = [
    readable,
    id === undefined ? {} : { id },
    user_id === undefined ? {} : await quick(ofUsers({ userId: user_id })),
    created_by === undefined ? {} : await quick(madeBy(created_by)),
    created_by_token_id === undefined ? {} : await createdByTokens(client, [created_by_token_id]),
    owner_kind === undefined ? {} : await ofKind(owner_kind === "service_user"),
    fingerprint === undefined ? {} : { publicId: publicIdOf(fingerprint) },
    state === undefined ? {} : await inStateAsked(state),
    await tokensOrOwnersMatching(client, accountId, search),
  ];
  return { AND: conditions };
}

const ofUsers = (condition: object): Indexed => ({
  condition,
  index: ["userId", "createdAt"],
  orders: [],
});

const madeBy = (createdBy: string): Indexed => ({
  condition: { createdBy },
  index: ["createdBy", "createdAt", "id"],
  orders: ["createdAt"],
});
