import { enterProcessMode } from "#lib/config/process-mode.ts";
import { reportFailure } from "./command-error.ts";
import { assertBuilt } from "./project-root.ts";
import { stopWithBoot } from "./stop-with-boot.ts";

/*
 * The production server, also for service managers. The mode must be set before Next and Prisma
 * are loaded, hence the dynamic import.
 */

enterProcessMode("production");
stopWithBoot();
try {
  assertBuilt();
  const { serve } = await import("./serve.ts");
  await serve({ development: false });
} catch (error) {
  reportFailure(error);
  process.exit();
}
