import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import { reportFailure } from "./command-error.ts";
import { assertBuilt, PROJECT_ROOT } from "./project-root.ts";
import { stopWithBoot } from "./stop-with-boot.ts";

/*
 * The production server, also for service managers. The mode must be set before Next and Prisma
 * are loaded, hence the dynamic import.
 */

enterProcessMode("production");
// Compiled code of earlier starts, for this process and the one that migrates: half of a start.
process.env.NODE_COMPILE_CACHE ??= join(PROJECT_ROOT, ".next/cache/node");
enableCompileCache(process.env.NODE_COMPILE_CACHE);
stopWithBoot();
try {
  assertBuilt();
  const { serve } = await import("./serve.ts");
  await serve({ development: false });
} catch (error) {
  reportFailure(error);
  process.exit();
}
