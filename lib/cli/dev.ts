import { enterProcessMode } from "#lib/config/process-mode.ts";
import { reportFailure } from "./command-error.ts";
import { stopWithBoot } from "./stop-with-boot.ts";

/* The same server as start.ts in Next's development mode. */

enterProcessMode("development");
stopWithBoot();
try {
  const { serve } = await import("./serve.ts");
  await serve({ development: true });
} catch (error) {
  reportFailure(error);
  process.exit();
}
