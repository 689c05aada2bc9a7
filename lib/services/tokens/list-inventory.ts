import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import type { exportTokensQuery, inventoryQuery } from "#lib/contract/token-inventory.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page } from "../paging.ts";
import { filtered, type Inventory, inventoryOf, TOKEN_ORDERS } from "./find-tokens.ts";
import { assertKnownScope } from "./known-scopes.ts";
import { inventoryColumns, toInventoryViews } from "./token-row.ts";

type Query = z.output<typeof inventoryQuery>;
type Filtered = Omit<z.output<typeof exportTokensQuery>, "format" | "bom">;

/**
 * Access tokens with their owners, newest first: all of the account, or the caller's own. Always a
 * page: no older client expects a complete list, and a hundred thousand tokens would delay others.
 */
export async function listInventory(actor: Actor, query: Query = {}): Promise<Page<InventoryView>> {
  const page_size = query.page_size ?? PAGE_SIZE.preset;
  return pageOf(await inventoryOf(database().read, actor), { ...query, page_size });
}

/** Number of tokens on all pages of such a list. */
export async function countInventory(actor: Actor, query: Query = {}): Promise<number> {
  const { read } = database();
  const where = await filtered(read, await inventoryOf(read, actor), query);
  return read.token.count({ where });
}

/** All pages of such a list; states are those at the start. Refuses its filters before it begins. */
export function readInventory(actor: Actor, query: Filtered): AsyncGenerator<InventoryView[]> {
  assertKnownScope(query.scope);
  return readPages(actor, query);
}

async function* readPages(actor: Actor, query: Filtered): AsyncGenerator<InventoryView[]> {
  const { now } = await inventoryOf(database().read, actor);
  let cursor: string | undefined;
  // A small first page: the answer begins as soon as it is there.
  let page_size: number = PAGE_SIZE.preset;
  do {
    // Again for each page: an inventory of all tokens is one while there is one account.
    const inventory = { ...(await inventoryOf(database().read, actor)), now };
    const { items, next } = await pageOf(inventory, { ...query, page_size, cursor });
    yield items;
    cursor = next ?? undefined;
    page_size = PAGE_SIZE.max;
    // SQLite is synchronous: without a pause other requests would wait for the last page.
    await setImmediate();
  } while (cursor !== undefined);
}

async function pageOf(inventory: Inventory, query: Query): Promise<Page<InventoryView>> {
  const { read } = database();
  const matching = await filtered(read, inventory, query, columnOf(query.sort));
  const list = keyset(query, TOKEN_ORDERS, "-created_at");
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    read.token.findMany({
      where: { AND: [matching, where] },
      select: inventoryColumns,
      ...stretch,
    }),
  );
  return { items: await toInventoryViews(read, items, inventory.now), ...pages };
}

function columnOf(sort: Query["sort"] = "created_at") {
  // The schema of the query allows only names of this list.
  return TOKEN_ORDERS[sort.replace(/^-/, "") as keyof typeof TOKEN_ORDERS].column;
}
