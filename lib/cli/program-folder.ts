import { existsSync } from "node:fs";
import { join } from "node:path";
import { flawOfBuild } from "./built-files.mjs";
import { Refusal } from "./refusal.ts";

/** The folder of this program: a checkout or a copied standalone build. */
export const PROGRAM_FOLDER = join(import.meta.dirname, "../..");

/** What the framework writes down about a finished build. */
export const BUILD_MANIFEST = join(PROGRAM_FOLDER, ".next/required-server-files.json");

/** A copied build has no lock file: it cannot be completed where it is. */
const REMEDY = existsSync(join(PROGRAM_FOLDER, "package-lock.json"))
  ? "run npm start, which makes one"
  : "copy the whole standalone folder again";

/** Refuses to start without a complete build; the framework itself would fail at some request. */
export function assertBuilt(): void {
  const flaw = flawOfBuild(PROGRAM_FOLDER);
  if (flaw === undefined) return;
  throw new Refusal(`There is no complete build here (${flaw}): ${REMEDY}.`);
}
