import { LRUCache } from "lru-cache";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { HOUR_MS } from "#lib/contract/durations.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import type { TokenWithUser } from "../credentials.ts";
import { enqueueWrite } from "../deferred-writes.ts";
import { recordEvent } from "../events/record-event.ts";
import { attemptsToRecord } from "../events/recorded-attempts.ts";
import { tokenMeta } from "../tokens/create-token.ts";

const CODE = "personal.access.token.network_refused";
/** Pairs of a token and an address, of all tokens. */
const SEEN_MAX = 20_000;
/** More than an hour records of one user's tokens, unless they have hundreds. */
const EARLIER_MAX = 500;

const seen = () =>
  globalSingleton(
    "network-refusals",
    () =>
      new LRUCache<string, true>({
        ...{ max: SEEN_MAX, ttl: HOUR_MS, ttlResolution: 0 },
        perf: { now: () => Date.now() },
      }),
  );

/**
 * Enqueues the event of a token that was refused for the address of its request: once per address
 * and hour, and of many addresses within an hour ever fewer. The request neither waits nor fails.
 */
export function noteNetworkRefusal({ id, user }: TokenWithUser, origin: Origin): void {
  const key = `network-refused:${id}:${origin.address}`;
  if (seen().has(key)) return;
  seen().set(key, true);
  if (attemptsToRecord(`network-refused:${id}`) === null) return;
  enqueueWrite(key, (tx) => record(tx, id, user.accountId, origin));
}

async function record(tx: Tx, tokenId: string, accountId: string, origin: Origin): Promise<void> {
  const token = await tx.token.findUnique({
    where: { id: tokenId },
    select: {
      id: true,
      name: true,
      user: { select: { id: true, name: true, email: true, isServiceUser: true } },
    },
  });
  if (token === null) return;
  const { id: userId, name, email } = token.user;
  if (await isRecorded(tx, { accountId, userId, tokenId, address: origin.address })) return;
  await recordEvent(
    tx,
    { userId, accountId, name, email, origin, credential: { kind: "token", id: tokenId } },
    {
      code: CODE,
      targetId: userId,
      meta: {
        ...tokenMeta(token.user, token),
        reason: origin.isForwarded ? "untrusted_proxy" : "outside",
      },
    },
  );
}

type Refused = { accountId: string; userId: string; tokenId: string; address: string };

/** Whether another instance, or this one before its start, recorded the refusal within the hour. */
async function isRecorded(
  tx: Tx,
  { accountId, userId, tokenId, address }: Refused,
): Promise<boolean> {
  const earlier = await tx.auditEvent.findMany({
    where: {
      ...{ accountId, activityCode: CODE, targetId: userId },
      timestamp: { gt: new Date(Date.now() - HOUR_MS) },
    },
    select: { meta: true },
    orderBy: { timestamp: "desc" },
    take: EARLIER_MAX,
  });
  return earlier.some(({ meta }) => {
    const known = Object(meta) as Record<string, unknown>;
    return known.token_id === tokenId && known.address === address;
  });
}
