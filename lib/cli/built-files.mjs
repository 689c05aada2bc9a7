/* The list of a build's files, written last: a build without the list or a file is incomplete. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const LIST = ".next/roost-files.json";

/** Files that the server never reads, or that change while it runs. */
const OTHERS = /^\.next\/(cache|dev|diagnostics|standalone|trace[^/]*|types|roost-[^/]*)(\/|$)/;

/** @type {(folder: string) => string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Writes the list of the files below `parts` of the folder, with their sizes.
 * @type {(folder: string, parts: string[]) => void}
 */
export function listBuiltFiles(folder, parts) {
  const files = parts
    .flatMap((part) => filesBelow(join(folder, part)))
    .map((file) => [relative(folder, file).replaceAll("\\", "/"), statSync(file).size])
    .filter(([name]) => !OTHERS.test(String(name)));
  writeFileSync(join(folder, LIST), JSON.stringify(Object.fromEntries(files)));
}

/** @type {(folder: string) => void} */
export function forgetBuiltFiles(folder) {
  rmSync(join(folder, LIST), { force: true });
}

/**
 * The files of the build in a folder, with their sizes; undefined without a finished build.
 * @type {(folder: string) => Record<string, number> | undefined}
 */
export function builtFiles(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, LIST), "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * The error of the build in a folder: "there is none", or the first file that is missing or has
 * another size. Undefined for a complete build.
 * @type {(folder: string) => string | undefined}
 */
export function buildError(folder) {
  const files = builtFiles(folder);
  if (files === undefined) return "there is none";
  for (const [name, size] of Object.entries(files)) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found === undefined) return `${name} is missing`;
    if (found.size !== size) return `${name} is damaged`;
  }
  return undefined;
}
