import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { logger } from "#lib/observability/logger.ts";
import { CommandError } from "./command-error.ts";

/**
 * Runs the migrations in a separate process, and logs what it found; throws a CommandError with
 * the line that it printed.
 */
export async function migrateDatabase(): Promise<void> {
  const script = join(import.meta.dirname, "migrate.ts");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (code !== 0) throw new CommandError(err.trim() || "The database could not be migrated.");
  // The first line only says that it is done.
  for (const found of out.trim().split("\n").slice(1)) logger().warn(found);
}
