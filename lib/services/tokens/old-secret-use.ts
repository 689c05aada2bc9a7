import { LRUCache } from "lru-cache";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import type { TokenWithUser } from "../credentials.ts";
import { enqueueWrite } from "../deferred-writes.ts";
import { attemptsToRecord } from "../events/recorded-attempts.ts";
import { recordTokenEvent } from "./token-event.ts";

const HOUR_MS = 3_600_000;
/** Most of these events that are looked through for an earlier one; beyond, none is added. */
const EVENTS_MAX = 1000;
const CODE = "personal.access.token.old_secret_used";

/** When uses were recorded, so that most repetitions cost no read. */
const recorded = () =>
  globalSingleton("old-secret-uses", () => new LRUCache<string, number>({ max: 10_000 }));

/**
 * Enqueues the use of a secret that a rotation has ended: an audit event with address and agent, at
 * most once per secret, address and hour.
 */
export function recordOldSecretUse(token: TokenWithUser, origin: Origin): void {
  const key = `${token.secretId} ${origin.address}`;
  if ((recorded().get(key) ?? 0) > Date.now() - HOUR_MS) return;
  // Of a flood from many addresses, ever fewer.
  if (attemptsToRecord(`old-secret:${token.secretId}`) === null) return;
  enqueueWrite(`old-secret:${key}`, async (tx) => {
    await record(tx, token, origin);
    recorded().set(key, Date.now());
  });
}

async function record(tx: Tx, token: TokenWithUser, origin: Origin): Promise<void> {
  const now = new Date();
  const { id, secretId, user } = token;
  const { accountId } = user;
  const { address, userAgent } = origin;
  const used = { lastUsedAt: now, lastUsedIp: address, lastUsedAgent: userAgent };
  // Nothing if the token was revoked in the meantime.
  const { count } = await tx.tokenSecret.updateMany({ where: { id: secretId }, data: used });
  if (count === 0) return;
  const earlier = await tx.auditEvent.findMany({
    where: {
      ...{ accountId, activityCode: CODE, targetId: user.id },
      timestamp: { gt: new Date(now.getTime() - HOUR_MS) },
    },
    select: { meta: true },
    take: EVENTS_MAX,
  });
  const isSame = ({ meta }: { meta: unknown }) => {
    const { secret_id, address: from } = meta as Record<string, unknown>;
    return secret_id === secretId && from === address;
  };
  if (earlier.length === EVENTS_MAX || earlier.some(isSame)) return;
  await recordTokenEvent(tx, id, origin, CODE, { secret_id: secretId });
}
