import { join } from "node:path";
import { flawOfBuild } from "./built-files.mjs";
import { Refusal } from "./refusal.ts";
import { REBUILD } from "./remedies.ts";

/** The folder of this program: a checkout or a copied standalone build. */
export const PROGRAM_FOLDER = join(import.meta.dirname, "../..");

/** What the framework writes down about a finished build. */
export const BUILD_MANIFEST = join(PROGRAM_FOLDER, ".next/required-server-files.json");

/** Refuses to start without a complete build; the framework would fail with a stack, or at some request. */
export function assertBuilt(): void {
  const flaw = flawOfBuild(PROGRAM_FOLDER);
  if (flaw === undefined) return;
  throw new Refusal(`There is no complete build here (${flaw}): ${REBUILD}.`);
}
