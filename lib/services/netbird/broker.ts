import { globalSingleton } from "#lib/config/global-singleton.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { DAY_MS, MINUTE_MS } from "#lib/contract/durations.ts";
import { Problem } from "#lib/contract/problem.ts";
import { database } from "#lib/db/database.ts";
import {
  type Broker,
  type BrokerCheck,
  type BrokerFault,
  checkBroker,
} from "#lib/netbird/check-broker.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import { logger } from "#lib/observability/logger.ts";
import { PRESENT } from "../account/present-account.ts";
import { settleWrites } from "./running-writes.ts";

/** What is known of the NetBird server, by the latest check of this process. */
export type BrokerStatus = BrokerCheck & { checkedAt: Date; since: Date };

type State = {
  latest: BrokerStatus | undefined;
  /** The latest broker whose account was the one before. */
  verified: Broker | undefined;
  running: Promise<void> | undefined;
  reported: string;
};

const EXPIRES_SOON_MS = 14 * DAY_MS;

const state = () =>
  globalSingleton<State>("netbird-broker", () => ({
    ...{ latest: undefined, verified: undefined, running: undefined, reported: "" },
  }));

/** The latest check of the NetBird server; undefined before the first. */
export const brokerStatus = (): BrokerStatus | undefined => state().latest;

/** Whether the NetBird server answered its latest check without fault. */
export const isNetBirdUp = (): boolean => {
  const { latest } = state();
  return latest !== undefined && "broker" in latest;
};

/** Only an admin can make the service users with which others' changes are forwarded. */
export const isAdmin = ({ role }: Pick<Broker, "role">): boolean => role === "admin";

/** Faults that a request itself finds out; it may also find that they have ended. */
const PASSING: readonly BrokerFault[] = ["unreachable"];

/**
 * The broker that requests are forwarded with: the checked one of the same account as ever.
 * Throws the problem of the fault. The first request of a process waits for its check.
 */
export async function presentBroker(through: Connection): Promise<Broker> {
  const known = state();
  if (known.latest === undefined) await checkNow(through);
  if (known.latest && "fault" in known.latest && !known.verified) await checkAgain(through);
  const { latest, verified } = known;
  if (latest && "broker" in latest) return latest.broker;
  if (latest && PASSING.includes(latest.fault) && verified) return verified;
  throw problemOf(latest);
}

/** A server that was away at the start is asked again by requests, but not by each of many. */
const AGAIN_AFTER_MS = 5000;

async function checkAgain(through: Connection): Promise<void> {
  const { latest } = state();
  const age = Date.now() - (latest?.checkedAt.getTime() ?? 0);
  if (age >= AGAIN_AFTER_MS) await checkNow(through);
}

function problemOf(latest: BrokerStatus | undefined): Problem {
  if (latest === undefined || "broker" in latest) {
    return new Problem("unavailable", "NetBird is not checked yet", { retryAfterSeconds: 5 });
  }
  const { fault, reason } = latest;
  const waits = fault === "other_account" || fault === "setup_required";
  return waits
    ? new Problem("unavailable", reason, { retryAfterSeconds: 60 })
    : new Problem("bad_gateway", reason);
}

/**
 * The broker of the latest check if that found nothing wrong: without a check, or with the server of
 * another account, nothing may be changed there. The first caller of a process waits for its check.
 */
export async function checkedBroker(through: Connection): Promise<Broker | undefined> {
  if (state().latest === undefined) await checkNow(through);
  const { latest } = state();
  return latest && "broker" in latest ? latest.broker : undefined;
}

/** Checks the NetBird server; simultaneous calls share one check. Never throws. */
export function checkNow(through: Connection): Promise<void> {
  const known = state();
  known.running ??= check(through).finally(() => {
    known.running = undefined;
  });
  return known.running;
}

async function check(through: Connection): Promise<void> {
  const found = await checkAccount(await checkBroker(through));
  const known = state();
  const checkedAt = new Date();
  const key = keyOf(found, checkedAt);
  const since = known.reported === key && known.latest ? known.latest.since : checkedAt;
  known.latest = { ...found, checkedAt, since };
  if ("broker" in found) known.verified = found.broker;
  else if (!PASSING.includes(found.fault)) known.verified = undefined;
  if (known.reported === key) return;
  known.reported = key;
  report(found, through.origin, checkedAt);
}

async function checkAccount(found: BrokerCheck): Promise<BrokerCheck> {
  if ("fault" in found) return found;
  try {
    const isSame = await isPinned(found.broker);
    return isSame ? found : { fault: "other_account", reason: OTHER_ACCOUNT };
  } catch (error) {
    logger().warn({ err: error }, "the account at NetBird could not be compared");
    return { fault: "unreachable", reason: "the account at NetBird could not be compared" };
  }
}

/**
 * Whether it is the account of the first check, which is pinned: the objects of another one have
 * other IDs. Nothing is pinned before Roost has an account.
 */
async function isPinned({ accountId: upstreamAccountId, userId: brokerId }: Broker) {
  const pins = await database().read.netBirdServer.findMany();
  const known = { upstreamAccountId, brokerId };
  if (pins.some((pin) => pin.upstreamAccountId === upstreamAccountId && pin.brokerId === brokerId))
    return true;
  return database().write(async (tx) => {
    const account = await tx.account.findFirst({ where: PRESENT, select: { id: true } });
    if (account === null) return true;
    const where = { accountId: account.id };
    const pin = await tx.netBirdServer.findUnique({ where });
    if (pin && pin.upstreamAccountId !== upstreamAccountId) return false;
    await tx.netBirdServer.upsert({ where, create: { ...where, ...known }, update: known });
    return true;
  });
}

const OTHER_ACCOUNT =
  "NETBIRD_URL leads to another account of NetBird than before: correct it, or run " +
  "npm run admin -- remove-mirrors with the earlier address first";

/** Whether NETBIRD_TOKEN expires within 14 days. */
export const expiresSoon = ({ expiresAt }: Pick<Broker, "expiresAt">, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() - now.getTime() < EXPIRES_SOON_MS;

function keyOf(found: BrokerCheck, now: Date): string {
  if ("fault" in found) return `${found.fault} ${found.reason}`;
  const { role, version, accountId } = found.broker;
  return ["up", accountId, role, version, expiresSoon(found.broker, now)].join(" ");
}

/** One line for each change. */
function report(found: BrokerCheck, server: string, now: Date): void {
  if ("fault" in found) {
    logger().warn({ server, fault: found.fault }, `NetBird: ${found.reason}`);
    return;
  }
  const { role, version, expiresAt } = found.broker;
  logger().info({ server, version, role, expires: expiresAt }, "NetBird: connected");
  if (!isAdmin(found.broker)) {
    const reads = "only reads are forwarded, with NETBIRD_TOKEN itself";
    logger().warn({ server, role }, `NetBird: the service user is not an admin: ${reads}`);
  }
  if (expiresSoon(found.broker, now)) {
    logger().warn({ server, expires: expiresAt }, "NetBird: NETBIRD_TOKEN expires within 14 days");
  }
}

/** Checks the NetBird server now and every minute until the server stops. */
export function startBrokerChecks(through: Connection, everyMs = MINUTE_MS): void {
  const timer = setInterval(() => void checkNow(through), everyMs).unref();
  onShutdown("netbird-writes", settleWrites);
  onShutdown("netbird-broker", async () => {
    clearInterval(timer);
    await state().running;
  });
  void checkNow(through);
}
