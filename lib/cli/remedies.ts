import { existsSync } from "node:fs";
import { join } from "node:path";

/** A copied build has no lock file: it cannot be completed where it is. */
const isCheckout = existsSync(join(import.meta.dirname, "../../package-lock.json"));
const COPY = "copy the whole standalone folder again";

/** What helps where packages, or files of them, are missing. */
export const REINSTALL = isCheckout ? "run npm ci, then npm start" : COPY;

/** What helps where there is no build, or half of one. */
export const REBUILD = isCheckout ? "run npm start, which makes one" : COPY;
