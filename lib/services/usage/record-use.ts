import type { Tx } from "#lib/db/database.ts";
import { tokenMeta } from "#lib/services/tokens/create-token.ts";
import type { Origin } from "../context.ts";
import type { TokenWithUser } from "../credentials.ts";
import { enqueueWrite, USE_PRECISION_MS } from "../deferred-writes.ts";
import { recordEvent } from "../events/record-event.ts";
import { countedColumns, countTokens } from "../tokens/token-days.ts";
import { forgetPendingUse, notePendingUse } from "./pending-uses.ts";

/**
 * Enqueues a use of a token: time, address and agent, at most once a minute per token. The first
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
    if (before === null || (before.lastUsedAt ?? NEVER) >= at) return;
    await tx.token.update({ where: { id }, data, select: { id: true } });
    await tx.tokenSecret.updateMany({ where: { id: secretId }, data });
    await countTokens(tx, [
      { token: before, owner: token.user, by: -1 },
      { token: { ...before, lastUsedAt: at }, owner: token.user, by: 1 },
    ]);
    if (before.lastUsedAt === null) await recordFirstUse(tx, id, origin);
  };
  if (enqueueWrite(`token:${id}`, write, () => forgetPendingUse(id, data)))
    notePendingUse(id, data);
}

const NEVER = new Date(0);

/** Stores the last use with the user too, where it survives the token. */
async function noteUserUse(tx: Tx, id: string, at: Date): Promise<void> {
  const earlier = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] };
  await tx.user.updateMany({ where: { id, ...earlier }, data: { lastUsedAt: at } });
}

async function recordFirstUse(tx: Tx, id: string, origin: Origin): Promise<void> {
  const token = await tx.token.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      name: true,
      user: { select: { id: true, accountId: true, name: true, email: true, isServiceUser: true } },
    },
  });
  const { id: userId, accountId, name, email } = token.user;
  await recordEvent(
    tx,
    { userId, accountId, name, email, origin, credential: { kind: "token", id } },
    {
      code: "personal.access.token.first_use",
      targetId: userId,
      meta: tokenMeta(token.user, token),
    },
  );
}
