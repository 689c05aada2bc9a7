import type { Origin, TokenHolder } from "../actor.ts";
import { USE_PRECISION_MS, writeLater } from "../write-behind.ts";

/** Notes that a token was used: time, address and agent, at most once a minute per token. */
export function recordTokenUse(token: TokenHolder, origin: Origin): void {
  const at = new Date();
  const { id, lastUsedAt } = token;
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < USE_PRECISION_MS) return;
  writeLater(`token:${id}`, (tx) =>
    tx.token.updateMany({
      // Never backwards: another instance may have written a later use.
      where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
      data: { lastUsedAt: at, lastUsedIp: origin.address, lastUsedAgent: origin.userAgent },
    }),
  );
}
