import { join } from "node:path";
import { buildError } from "./built-files.mjs";
import { CommandError } from "./command-error.ts";
import { REBUILD } from "./remedies.ts";

/** The folder of this program: a checkout or a copy of the standalone build. */
export const PROJECT_ROOT = join(import.meta.dirname, "../..");

/** Next's file of a finished build. */
export const BUILD_MANIFEST = join(PROJECT_ROOT, ".next/required-server-files.json");

/** Refuses a start without a complete build, where Next would fail later or with a stack. */
export function assertBuilt(): void {
  const error = buildError(PROJECT_ROOT);
  if (error === undefined) return;
  throw new CommandError(`There is no complete build here (${error}): ${REBUILD}.`);
}
