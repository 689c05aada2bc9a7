import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

/** The folder of this program: a checkout or a copied standalone build. */
export const PROGRAM_FOLDER = join(import.meta.dirname, "../..");

/** What the framework writes down about a finished build. */
export const BUILD_MANIFEST = join(PROGRAM_FOLDER, ".next/required-server-files.json");

/** Refuses to start without a complete build; the framework itself would fail at some request. */
export function assertBuilt(): void {
  const buildId = join(PROGRAM_FOLDER, ".next/BUILD_ID");
  if (existsSync(buildId) && existsSync(BUILD_MANIFEST)) return;
  throw new Refusal("There is no build here yet: run npm start, which makes one.");
}
