import { enterProcessMode } from "#lib/config/process-mode.ts";
import { assertBuilt } from "./project-root.ts";
import { tellFailure } from "./refusal.ts";
import { stopWithBoot } from "./stop-with-boot.ts";

/*
 * The production server, for service managers too. The mode is set before the framework and
 * Prisma are loaded, hence the import inside.
 */

enterProcessMode("production");
stopWithBoot();
try {
  assertBuilt();
  const { serve } = await import("./serve.ts");
  await serve({ development: false });
} catch (error) {
  tellFailure(error);
  process.exit();
}
