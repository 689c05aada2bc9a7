import { existsSync } from "node:fs";
import { join } from "node:path";
import { enterProcessMode } from "#lib/config/process-mode.ts";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { Refusal, tellFailure } from "./refusal.ts";

/*
 * The production server, for service managers too. The mode is set before the framework and
 * Prisma are loaded, hence the import inside.
 */

enterProcessMode("production");
try {
  if (!existsSync(join(repositoryRoot(), ".next", "BUILD_ID"))) {
    throw new Refusal("There is no build yet: run npm start, which makes one.");
  }
  const { serve } = await import("./serve.ts");
  await serve({ development: false });
} catch (error) {
  tellFailure(error);
  process.exit();
}
