import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import { forgetBuiltFiles, listBuiltFiles } from "./built-files.mjs";
import { PROGRAM_FOLDER } from "./project-root.ts";

/*
 * Builds the application and completes `.next/standalone`: the folder can be copied to another
 * machine as it is. It never takes along an `.env` file.
 */

enterProcessMode("production");
const next = join(PROGRAM_FOLDER, "node_modules/next/dist/bin/next");
const standalone = join(PROGRAM_FOLDER, ".next/standalone");

forgetBuiltFiles(PROGRAM_FOLDER);
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
  // Last: a build that was cut off has no list. The copy lists all that it needs to run.
  listBuiltFiles(standalone, ["."]);
  listBuiltFiles(PROGRAM_FOLDER, [".next"]);
}
process.exitCode = status ?? 1;
