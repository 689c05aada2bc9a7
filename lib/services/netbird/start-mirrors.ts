import { onShutdown } from "#lib/config/shutdown.ts";
import { MINUTE_MS } from "#lib/contract/durations.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import { logger } from "#lib/observability/logger.ts";
import { checkedBroker, isAdmin } from "./broker.ts";
import { copyGroups } from "./copy-groups.ts";
import { deleteOwnTokens } from "./minted.ts";
import { beat, leave, someDied } from "./process.ts";
import { deleteTokensOfDead, sweepMirrors } from "./sweep-mirrors.ts";
import { onWake } from "./wake-mirrors.ts";

/**
 * Keeps the mirrors at the NetBird server up to date every minute until the server stops, and then
 * deletes the tokens that it made there. A failure is logged, and the next minute goes on.
 */
export function startMirrors(through: Connection, everyMs = MINUTE_MS): void {
  let running: Promise<void> | undefined;
  let again = false;
  let isFirst = true;
  const round = async () => {
    do {
      again = false;
      if (await sweepRound(through, isFirst)) isFirst = false;
    } while (again);
  };
  const run = () => {
    again = running !== undefined;
    running ??= round().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(run, everyMs).unref();
  onWake(run);
  onShutdown("netbird-mirrors", async () => {
    clearInterval(timer);
    onWake(() => {});
    again = false;
    await running;
    await end(through.broker);
  });
  run();
}

/**
 * At first also tokens of processes that are unknown by now, such as those of a restored database.
 * Nothing where the check of the server found a fault. Returns whether it was all done.
 */
async function sweepRound(through: Connection, isFirst: boolean): Promise<boolean> {
  const now = new Date();
  try {
    await beat(now);
    const checked = await checkedBroker(through);
    if (checked === undefined) return false;
    const { broker } = through;
    await copyGroups(broker);
    if (!isAdmin(checked)) return false;
    await sweepMirrors(broker, now);
    if (isFirst || (await someDied(now))) await deleteTokensOfDead(broker, now);
    return true;
  } catch (error) {
    logger().warn(
      { err: error },
      "service users at NetBird were not updated; the next minute goes on",
    );
    return false;
  }
}

async function end(broker: Credential): Promise<void> {
  try {
    await deleteOwnTokens(broker);
    await leave();
  } catch (error) {
    // Another process deletes them, or they end within a day.
    logger().warn({ err: error }, "access tokens at NetBird were not deleted");
  }
}
