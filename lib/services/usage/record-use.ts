import type { Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import type { TokenWithUser } from "../credentials.ts";
import { enqueueWrite, USE_PRECISION_MS } from "../deferred-writes.ts";
import { countedColumns, countTokens } from "../tokens/token-days.ts";
import { recordTokenEvent } from "../tokens/token-event.ts";
import { forgetPendingUse, notePendingUse } from "./pending-uses.ts";

/**
 * Enqueues a use of a token: time, address and agent, at most once a minute per secret. The first
 * use is also an audit event in the same transaction: once, regardless of the instance.
 */
export function recordTokenUse(token: TokenWithUser, origin: Origin): void {
  const at = new Date();
  const { id, secretId, lastUsedAt } = token;
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < USE_PRECISION_MS) return;
  const data = { lastUsedAt: at, lastUsedIp: origin.address, lastUsedAgent: origin.userAgent };
  const write = async (tx: Tx) => {
    await noteUserUse(tx, token.user.id, at);
    const before = await tx.token.findUnique({
      where: { id },
      select: countedColumns,
    });
    // Never backwards: another instance may have written a later use.
    if (before === null) return;
    await tx.tokenSecret.updateMany({ where: { id: secretId, ...notLater(at) }, data });
    if ((before.lastUsedAt ?? NEVER) >= at) return;
    await tx.token.update({ where: { id }, data, select: { id: true } });
    await countTokens(tx, [
      { token: before, owner: token.user, by: -1 },
      { token: { ...before, lastUsedAt: at }, owner: token.user, by: 1 },
    ]);
    if (before.lastUsedAt !== null) return;
    await recordTokenEvent(tx, id, origin, "personal.access.token.first_use");
  };
  if (enqueueWrite(`token:${secretId}`, write, () => forgetPendingUse(id, data)))
    notePendingUse(id, data);
}

const NEVER = new Date(0);

/** The condition that no later use is stored. */
const notLater = (at: Date) => ({ OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] });

/** Stores the last use with the user too, where it survives the token. */
async function noteUserUse(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.user.updateMany({ where: { id, ...notLater(at) }, data: { lastUsedAt: at } });
}
