import { DAY_MS } from "#lib/contract/durations.ts";
import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { InventoryFilter } from "#lib/contract/token-inventory.ts";
import type { TOKEN_ORDER_NAMES } from "#lib/contract/tokens.ts";
import { publicIdOf } from "#lib/crypto/token-text.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import type { SortColumn } from "../paging.ts";
import { assertKnownScope } from "./known-scopes.ts";
import { tokensCovering, tokensRestricted } from "./limited-tokens.ts";
import {
  type Indexed,
  quickest,
  tokensOfKind,
  tokensOfSecret,
  tokensOrOwnersMatching,
} from "./search-tokens.ts";
import { createdByTokens } from "./token-ancestors.ts";

/** The sort orders of all lists of access tokens. */
export const TOKEN_ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
  expiration_date: { column: "expiresAt", kind: "time" },
  last_used: { column: "lastUsedAt", kind: "time", nullable: true },
} as const satisfies Record<(typeof TOKEN_ORDER_NAMES)[number], SortColumn>;

type State = NonNullable<InventoryFilter["state"]>;
/** The sort column of a list. */
type Order = (typeof TOKEN_ORDERS)[keyof typeof TOKEN_ORDERS]["column"];

/**
 * The alternative conditions of a state; no token meets two of them. An expired token is refused
 * at that time; a token is unused only if it is also old enough.
 */
function conditionsOf(state: State, filter: InventoryFilter, now: Date): Indexed[] {
  const soon = daysFrom(now, filter.expiring_within_days ?? INVENTORY_DAYS.expiring);
  const byEnd = (expiresAt: object, others = {}): Indexed => ({
    condition: { expiresAt, ...others },
    index: ["expiresAt", "id"],
    orders: ["expiresAt"],
  });
  const index = ["lastUsedAt", "createdAt", "id"] as const;
  const orders = ["lastUsedAt", "createdAt"] as const;
  const old = longUnused(filter, now);
  const works = { disabledAt: null };
  const states: Record<State, Indexed[]> = {
    active: [byEnd({ gt: now }, works)],
    expired: [byEnd({ lte: now })],
    disabled: [
      {
        // A range, for which SQLite uses an index, unlike for IS NOT NULL.
        condition: { disabledAt: { gt: new Date(0) }, expiresAt: { gt: now } },
        index: ["disabledAt", "expiresAt", "id"],
        orders: [],
      },
    ],
    expiring: [byEnd({ gt: now, lte: soon }, works)],
    never_used: [{ condition: { lastUsedAt: null }, index, orders }],
    unused: [
      { condition: { lastUsedAt: old.createdAt, ...old }, index, orders: [] },
      { condition: { lastUsedAt: null, ...old }, index, orders: [] },
    ],
  };
  return states[state];
}

/** A token cannot be unused for longer than it exists. */
const longUnused = (filter: InventoryFilter, now: Date) => ({
  createdAt: { lt: daysFrom(now, -(filter.unused_for_days ?? INVENTORY_DAYS.unused)) },
});

/** The time a number of days later, or earlier if negative. */
export const daysFrom = (now: Date, days: number) => new Date(now.getTime() + days * DAY_MS);

/** The scope of an inventory: the readable tokens, at one time. */
export type Inventory = { accountId: string; readable: object; now: Date };

/**
 * The tokens that the actor may read, or find to revoke them: all of the account with the
 * permission, else the actor's own.
 */
export async function inventoryOf(
  client: ReadClient | Tx,
  actor: Actor,
  action: "tokens.inventory" | "tokens.revoke" = "tokens.inventory",
): Promise<Inventory> {
  const { accountId } = actor;
  const now = new Date();
  if (!canBegin(actor, action).allowed) {
    return { accountId, readable: { userId: actor.userId }, now };
  }
  // An installation has one account, which has all tokens. No index contains the account of a
  // token, and a query by owner would make each list as slow as the longest.
  const elsewhere = await client.account.findFirst({
    where: { id: { not: accountId } },
    select: { id: true },
  });
  const readable = elsewhere === null ? {} : { user: { accountId } };
  return { accountId, readable, now };
}

/**
 * The condition of a filter within an inventory, in the form that is fastest for a list in the
 * order of this column, or for a count without one.
 */
export async function filtered(
  client: ReadClient | Tx,
  { accountId, readable, now }: Inventory,
  filter: InventoryFilter,
  order?: Order,
) {
  const { id, user_id, created_by, owner_kind, fingerprint, state, search } = filter;
  const { created_by_token_id, scope, restricted } = filter;
  assertKnownScope(scope);
  const quick = (indexed: Indexed) => quickest(client, indexed, order);
  const ofKind = async (isServiceUser: boolean) => {
    const condition = await tokensOfKind(client, accountId, isServiceUser);
    return "userId" in condition ? quick(ofUsers(condition)) : condition;
  };
  const inStateAsked = async (asked: State) => {
    const parts: object[] = [];
    for (const one of conditionsOf(asked, filter, now)) parts.push(await quick(one));
    // Both parts imply this bound; with it an order by time starts at the first possible row.
    const bound = asked === "unused" && order === "createdAt" ? longUnused(filter, now) : {};
    return { AND: [{ OR: parts }, bound] };
  };
  // In sequence: in a transaction they share a connection.
  const conditions = [
    readable,
    id === undefined ? {} : { id },
    user_id === undefined ? {} : await quick(ofUsers({ userId: user_id })),
    created_by === undefined ? {} : await quick(madeBy(created_by)),
    created_by_token_id === undefined ? {} : await createdByTokens(client, [created_by_token_id]),
    owner_kind === undefined ? {} : await ofKind(owner_kind === "service_user"),
    fingerprint === undefined ? {} : tokensOfSecret(publicIdOf(fingerprint)),
    state === undefined ? {} : await inStateAsked(state),
    scope === undefined ? {} : tokensCovering(scope),
    restricted === undefined ? {} : tokensRestricted(restricted),
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
