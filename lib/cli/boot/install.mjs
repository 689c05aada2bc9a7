/* The packages of a checkout: those of the product, or also those of its development. */
import { existsSync, readFileSync } from "node:fs";
import { inRoot, runStep } from "./run.mjs";

export const INSTALL_STAMP = "node_modules/.roost-install";

/** The packages that a lockfile lists, by path; undefined without a readable file. */
function packagesOf(lockfile) {
  try {
    const { "": _project, ...packages } = JSON.parse(
      readFileSync(inRoot(lockfile), "utf8"),
    ).packages;
    return packages;
  } catch {
    return undefined;
  }
}

/** npm's own record, written at the end of an install. */
const installed = () => packagesOf("node_modules/.package-lock.json") ?? {};

/**
 * Whether every package that the command needs is installed, and every installed one has its
 * manifest. Packages beyond that do no harm.
 */
export function isInstalled({ development = false }) {
  const found = installed();
  // Optional packages may be those of other platforms.
  const needed = Object.entries(packagesOf("package-lock.json") ?? {}).filter(
    ([, { optional, devOptional, dev }]) => !optional && !devOptional && (development || !dev),
  );
  return (
    needed.every(([path]) => Object.hasOwn(found, path)) &&
    Object.keys(found).every((path) => existsSync(inRoot(path, "package.json")))
  );
}

/**
 * Installs the packages that the command needs, and never fewer than were there: a developer's
 * tools survive a start. `current`: the installed packages are from this lockfile. Then missing
 * ones are added, and a running server keeps its own.
 */
export function install(options, { development = false }, current) {
  const all = development || Object.values(installed()).some(({ dev }) => dev);
  const how = current && isInstalled({}) ? ["install", "--no-save"] : ["ci"];
  const what = all ? "--include=dev" : "--omit=dev";
  return runStep("npm", [...how, what, "--no-audit", "--no-fund", "--loglevel=error"], options);
}
