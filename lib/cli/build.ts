import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import { PROGRAM_FOLDER } from "./program-folder.ts";

/*
 * Builds the application and completes `.next/standalone`: the folder can be copied to another
 * machine as it is. It never takes along an `.env` file.
 */

enterProcessMode("production");
const next = join(PROGRAM_FOLDER, "node_modules/next/dist/bin/next");
const standalone = join(PROGRAM_FOLDER, ".next/standalone");

const { status } = spawnSync(process.execPath, [next, "build"], {
  cwd: PROGRAM_FOLDER,
  stdio: "inherit",
});
if (status === 0) {
  for (const file of globSync(".env*", { cwd: standalone })) rmSync(join(standalone, file));
  for (const folder of [".next/static", "public"]) {
    const source = join(PROGRAM_FOLDER, folder);
    if (existsSync(source)) cpSync(source, join(standalone, folder), { recursive: true });
  }
}
process.exitCode = status ?? 1;
