import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import { forgetBuiltFiles, listBuiltFiles } from "./built-files.mjs";
import { compressStatic } from "./compress-static.ts";
import { PROJECT_ROOT } from "./project-root.ts";

/*
 * Builds the application and completes `.next/standalone`, which can be copied to another machine
 * unchanged. It never contains an `.env` file.
 */

enterProcessMode("production");
const next = join(PROJECT_ROOT, "node_modules/next/dist/bin/next");
const standalone = join(PROJECT_ROOT, ".next/standalone");

forgetBuiltFiles(PROJECT_ROOT);
const { status } = spawnSync(process.execPath, [next, "build"], {
  cwd: PROJECT_ROOT,
  stdio: "inherit",
});
if (status === 0) {
  await compressStatic(PROJECT_ROOT);
  for (const file of globSync(".env*", { cwd: standalone })) rmSync(join(standalone, file));
  for (const folder of [".next/static", "public"]) {
    const source = join(PROJECT_ROOT, folder);
    if (existsSync(source)) cpSync(source, join(standalone, folder), { recursive: true });
  }
  // Last: an interrupted build has no list. The copy lists everything that it needs to run.
  listBuiltFiles(standalone, ["."]);
  listBuiltFiles(PROJECT_ROOT, [".next"]);
}
process.exitCode = status ?? 1;
