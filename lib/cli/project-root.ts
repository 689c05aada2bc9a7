import { join } from "node:path";
import { buildError } from "./built-files.mjs";
import { Refusal } from "./refusal.ts";
import { REBUILD } from "./remedies.ts";

/** The folder of this program: a checkout or a copied standalone build. */
export const PROJECT_ROOT = join(import.meta.dirname, "../..");

/** What the framework writes down about a finished build. */
export const BUILD_MANIFEST = join(PROJECT_ROOT, ".next/required-server-files.json");

/** Refuses to start without a complete build; the framework would fail with a stack, or at some request. */
export function assertBuilt(): void {
  const error = buildError(PROJECT_ROOT);
  if (error === undefined) return;
  throw new Refusal(`There is no complete build here (${error}): ${REBUILD}.`);
}
