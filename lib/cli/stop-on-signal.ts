import { runShutdown } from "#lib/config/shutdown.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { database } from "#lib/db/database.ts";
import type { StopServer } from "#lib/http/server/stop-server.ts";
import { closeConnection } from "#lib/netbird/connection.ts";
import { logger } from "#lib/observability/logger.ts";

/** Containers are killed 10 s after the signal to stop: everything must be written before. */
const GRACE_MS = 8_000;
const END_MS = 9_500;
const SECOND_SIGNAL_AFTER_MS = 1000;

/** Finishes running requests, writes pending data, closes everything and ends the process. */
async function stop(
  stopServer: StopServer,
  closeFramework: () => Promise<void>,
  exitCode: number,
): Promise<never> {
  await stopServer(GRACE_MS);
  await runShutdown((name, error) => logger().error({ err: error }, `${name} failed at the end`));
  await closeConnection();
  await closeBcryptPool();
  await database().close();
  await closeFramework();
  process.exit(process.exitCode ?? exitCode);
}

/** An unresponsive database must not keep the process from ending. */
function endInTime(): void {
  setTimeout(() => {
    logger().fatal("the server did not finish within 9.5 s: pending writes are lost");
    process.exit(1);
  }, END_MS).unref();
}

/**
 * Stops the server gracefully on SIGTERM, SIGINT and SIGHUP. A terminal sends its signal to npm's
 * whole group, so a second one follows immediately; a later one kills the process. Not SIGHUP: it
 * means that the starter has ended, and is not sent to hurry a stop.
 */
export function stopOnSignal(stopServer: StopServer, closeFramework: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const end = (exitCode: number, hurry = false) => {
    if (stoppingSince !== undefined) {
      if (hurry && performance.now() - stoppingSince > SECOND_SIGNAL_AFTER_MS) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    endInTime();
    stop(stopServer, closeFramework, exitCode).catch((error: unknown) => {
      logger().fatal({ err: error }, "the server could not stop gracefully");
      process.exit(1);
    });
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(0, true));
  process.on("SIGHUP", () => end(0));
  process.on("uncaughtException", (error) => {
    logger().fatal({ err: error }, "uncaught error; the server stops");
    // An error during the stop must not interrupt it: uses are still to be written.
    if (stoppingSince === undefined) end(1);
    else process.exitCode = 1;
  });
}
