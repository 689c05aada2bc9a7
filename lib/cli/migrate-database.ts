import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { CommandError } from "./command-error.ts";

/** Runs the migrations in a separate process; throws a CommandError with the line that it printed. */
export async function migrateDatabase(): Promise<void> {
  const script = join(import.meta.dirname, "migrate.ts");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new CommandError(output.trim() || "The database could not be migrated.");
}
