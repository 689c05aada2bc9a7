import type { z } from "zod";
import {
  PREVIEW_MAX,
  type RevocationFilter,
  type startRevocationBody,
} from "#lib/contract/token-revocations.ts";
import type { InventoryView, TokenRevocationView } from "#lib/contract/views.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { assertCanBegin } from "../policy.ts";
import { inventoryColumns, toInventoryViews } from "../tokens/token-row.ts";
import { usesWritten } from "../usage/count-uses.ts";
import { writeAs } from "../write-as.ts";
import { matchingParts } from "./matching-tokens.ts";
import { revocationView } from "./revocation-row.ts";

export type Started = {
  matched: number;
  tokens: InventoryView[];
  revocation?: TokenRevocationView;
};

/**
 * Starts the revocation of all tokens that meet the filter and exist now. A dry run returns the
 * same tokens and starts nothing.
 */
export async function startRevocation(
  actor: Actor,
  { filter, dry_run }: z.output<typeof startRevocationBody>,
): Promise<Started> {
  assertCanBegin(actor, dry_run ? "tokens.revoke_matching" : "tokens.start_revocation");
  const found = await previewOf(actor, filter);
  if (dry_run) return found;
  const revocation = await writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "tokens.start_revocation");
    const { accountId, userId, origin } = present;
    const { address, userAgent, requestId } = origin;
    const now = new Date();
    const row = await tx.tokenRevocation.create({
      data: {
        ...{ id: newXid(), accountId, createdBy: userId, createdAt: now, heldUntil: now },
        ...{ address, userAgent, requestId, filter, state: "running", matched: found.matched },
      },
    });
    await recordEvent(tx, present, {
      code: "personal.access.token.revocation.start",
      targetId: userId,
      meta: { revocation_id: row.id, filter: JSON.stringify(filter), matched: `${row.matched}` },
    });
    await rememberResult(tx, present, row.id);
    return row;
  });
  return { ...found, revocation: revocationView(revocation) };
}

/** The number of tokens that match, and the oldest of them. */
async function previewOf({ accountId }: Actor, filter: RevocationFilter): Promise<Started> {
  await usesWritten();
  const { read } = database();
  const now = new Date();
  const first: string[] = [];
  let matched = 0;
  for await (const ids of matchingParts(read, { accountId, filter, until: now })) {
    matched += ids.length;
    first.push(...ids.slice(0, PREVIEW_MAX - first.length));
  }
  const rows = await read.token.findMany({
    where: { id: { in: first } },
    select: inventoryColumns,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return { matched, tokens: await toInventoryViews(read, rows, now) };
}
