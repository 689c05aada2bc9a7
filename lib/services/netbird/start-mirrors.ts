import { onShutdown } from "#lib/config/shutdown.ts";
import { MINUTE_MS } from "#lib/contract/durations.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import { logger } from "#lib/observability/logger.ts";
import { copyGroups } from "./copy-groups.ts";
import { deleteOwnTokens } from "./minted.ts";
import { beat, leave, someDied } from "./process.ts";
import { deleteTokensOfDead, sweepMirrors } from "./sweep-mirrors.ts";
import { onWake } from "./wake-mirrors.ts";

/**
 * Keeps the mirrors at the NetBird server up to date every minute until the server stops, and then
 * deletes the tokens that it made there. A failure is logged, and the next minute goes on.
 */
export function startMirrors(broker: Credential, everyMs = MINUTE_MS): void {
  let running: Promise<void> | undefined;
  let again = false;
  let isFirst = true;
  const round = async () => {
    do {
      again = false;
      await sweepRound(broker, isFirst);
      isFirst = false;
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
    await end(broker);
  });
  run();
}

/** At first also tokens of processes that are unknown by now, such as those of a restored database. */
async function sweepRound(broker: Credential, isFirst: boolean): Promise<void> {
  const now = new Date();
  try {
    await beat(now);
    await sweepMirrors(broker, now);
    await copyGroups(broker);
    if (isFirst || (await someDied(now))) await deleteTokensOfDead(broker, now);
  } catch (error) {
    logger().warn(
      { err: error },
      "service users at NetBird were not updated; the next minute goes on",
    );
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
