import type { z } from "zod";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { REVOKE_IDS_MAX, type revokeTokensBody } from "#lib/contract/token-inventory.ts";
import type { RevokedView } from "#lib/contract/views.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { can } from "#lib/policy/can.ts";
import { answerTo } from "#lib/policy/refusal-answers.ts";
import { usesOf } from "#lib/services/usage/token-usage.ts";
import type { Actor } from "../context.ts";
import { type Initiator, recordEvents } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { assertScope } from "../policy.ts";
import { usesWritten } from "../usage/count-uses.ts";
import { toPolicyTarget } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { tokenMeta } from "./create-token.ts";
import { filtered, inventoryOf } from "./find-tokens.ts";
import { createdByTokens } from "./token-ancestors.ts";
import { countTokens } from "./token-days.ts";
import { type InventoryRow, inventoryColumns, toInventoryViews } from "./token-row.ts";

/** Most tokens of one call: about a second, in which other writes wait. */
export const REVOKE_FILTER_MAX = 5_000;
/** Rows of one statement. */
const BATCH = 500;

export type Revoked = { matched: number; deleted: number; tokens: RevokedView[] };

/**
 * Deletes the tokens with these IDs, or those that match a filter at the time of the deletion, and
 * on request those that they created: all with an event each, or none. A dry run returns the same
 * and deletes nothing.
 */
export function revokeTokens(
  actor: Actor,
  { dry_run: dryRun, ...wanted }: z.output<typeof revokeTokensBody>,
): Promise<Revoked> {
  if (dryRun) return dryRunOf(actor, wanted);
  return writeAs(actor, async (tx, present) => {
    const { rows, now } = await findWanted(tx, present, wanted);
    const tokens = await toRevokedViews(tx, rows, now);
    for (let at = 0; at < rows.length; at += BATCH) {
      await deleteBatch(tx, present, rows.slice(at, at + BATCH));
    }
    // The events of the deleted tokens contain the ID of the request.
    await rememberResult(tx, present, present.origin.requestId);
    return { matched: rows.length, deleted: rows.length, tokens };
  });
}

async function dryRunOf(actor: Actor, wanted: Revocation): Promise<Revoked> {
  // It deletes nothing: what it does is to read.
  assertScope(actor, { module: "pats", verb: "read" });
  await usesWritten();
  const { read } = database();
  const { rows, now } = await findWanted(read, actor, wanted);
  return { matched: rows.length, deleted: 0, tokens: await toRevokedViews(read, rows, now) };
}

/** The first tokens, each with its recent number of uses. */
async function toRevokedViews(
  client: ReadClient | Tx,
  rows: InventoryRow[],
  now: Date,
): Promise<RevokedView[]> {
  const tokens = await toInventoryViews(client, rows.slice(0, REVOKE_IDS_MAX), now);
  const ids = tokens.map(({ id }) => id);
  const uses = await usesOf(client, ids, now);
  return tokens.map((token) => ({ ...token, uses30Days: uses.get(token.id) ?? 0 }));
}

/** Deletes these tokens with their counts, and records that with an event each. */
export async function deleteBatch(tx: Tx, actor: Initiator, rows: InventoryRow[]): Promise<void> {
  await tx.token.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  const { accountId } = actor;
  await countTokens(
    tx,
    rows.map((token) => ({ token, owner: { ...token.user, accountId }, by: -1 })),
  );
  await recordEvents(
    tx,
    actor,
    rows.map((row) => ({
      code: "personal.access.token.delete",
      targetId: row.userId,
      meta: tokenMeta(row.user, row),
    })),
  );
}

type Revocation = Omit<z.output<typeof revokeTokensBody>, "dry_run">;

/** The rows to delete; refuses tokens that the actor may not read or delete. */
async function findWanted(
  client: ReadClient | Tx,
  actor: Actor,
  { ids, filter = {}, with_created }: Revocation,
): Promise<{ rows: InventoryRow[]; now: Date }> {
  const inventory = await inventoryOf(client, actor, "tokens.revoke");
  const find = async (condition: object) =>
    client.token.findMany({
      where: { AND: [condition, inventory.readable] },
      select: inventoryColumns,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: REVOKE_FILTER_MAX + 1,
    });
  const chosen = await find({
    AND: [
      await filtered(client, inventory, filter, "createdAt"),
      ids === undefined ? {} : { id: { in: ids } },
    ],
  });
  if (ids !== undefined) assertAllFound(ids, chosen);
  if (chosen.length > REVOKE_FILTER_MAX) throw tooMany("filter");
  const roots = chosen.map(({ id }) => id);
  const created = with_created ? await find(await createdByTokens(client, roots)) : [];
  // Requested tokens first: the answer may be cut.
  const known = new Set(roots);
  const rows = [...chosen, ...created.filter(({ id }) => !known.has(id))];
  if (rows.length > REVOKE_FILTER_MAX) throw tooMany("with_created");
  for (const row of rows) assertDeletable(actor, row);
  return { rows, now: inventory.now };
}

function tooMany(path: "filter" | "with_created"): Problem {
  const message = `more than ${REVOKE_FILTER_MAX} tokens match: narrow the filter, or revoke them in several calls`;
  return invalid(path, message);
}

/** The same 404 for a token that the caller may not read as for a missing one. */
function assertAllFound(ids: string[], rows: InventoryRow[]): void {
  const found = new Set(rows.map(({ id }) => id));
  const missing = ids.findIndex((id) => !found.has(id));
  if (missing === -1) return;
  const message = `pat: ${String(ids[missing]).toLowerCase()} not found`;
  throw new Problem("not_found", message, { errors: [{ path: `ids.${missing}`, message }] });
}

function assertDeletable(actor: Actor, row: InventoryRow): void {
  const decision = can(actor, "tokens.delete", toPolicyTarget(row.user));
  if (decision.allowed) return;
  const { wire } = answerTo(decision.refusal);
  throw new Problem("forbidden", `pat: ${row.id} can't be deleted: ${wire}`);
}
