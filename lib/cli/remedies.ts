import { existsSync } from "node:fs";
import { join } from "node:path";

/** A copied build has no lock file and cannot be completed in place. */
const isCheckout = existsSync(join(import.meta.dirname, "../../package-lock.json"));
const COPY = "copy the whole standalone folder again";

/** The remedy for missing packages or files of them. */
export const REINSTALL = isCheckout ? "run npm ci, then npm start" : COPY;

/** The remedy for a missing or incomplete build. */
export const REBUILD = isCheckout ? "run npm start to create one" : COPY;
