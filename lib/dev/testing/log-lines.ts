import { runShutdown } from "#lib/config/shutdown.ts";
import { accessLogger, logger } from "#lib/observability/logger.ts";

/*
 * A process that writes lines to its logs, and then waits for a signal: it ends on SIGTERM as the
 * server does. With "warn", the last line is a warning. With "fatal", it logs one and ends by itself.
 */

const [, , count = "0", last] = process.argv;
for (let at = 0; at < Number(count); at += 1) accessLogger().info({ at }, "request");
if (last === "warn") logger().warn("the last line");
if (last === "fatal") {
  logger().fatal("the last line");
  process.exit();
}
process.on("SIGTERM", async () => {
  await runShutdown(() => {});
  process.exit();
});
process.on("SIGUSR2", () => {
  throw new Error("unexpected");
});
process.stderr.write("written\n");
setInterval(() => {}, 60_000);
