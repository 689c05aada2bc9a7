import { enterProcessMode } from "#lib/config/process-mode.ts";
import { tellFailure } from "./refusal.ts";

/*
 * The production server, for service managers too. The mode is set before the framework and
 * Prisma are loaded, hence the imports inside.
 */

enterProcessMode("production");
try {
  const { assertBuilt } = await import("./framework.ts");
  assertBuilt();
  const { serve } = await import("./serve.ts");
  await serve({ development: false });
} catch (error) {
  tellFailure(error);
  process.exit();
}
