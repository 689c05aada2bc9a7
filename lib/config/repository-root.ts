import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

function isRoost(directory: string): boolean {
  try {
    return JSON.parse(readFileSync(join(directory, "package.json"), "utf8")).name === "roost";
  } catch {
    return false;
  }
}

/**
 * The folder that relative paths are resolved against: the nearest one above `from` with Roost's
 * package.json. For a standalone build inside its checkout it is the checkout, because the next
 * build deletes everything beside it.
 */
export function repositoryRoot(from: string = import.meta.dirname): string {
  let directory = from;
  while (!isRoost(directory)) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no package.json of Roost above ${from}`);
    directory = parent;
  }
  const built = `${sep}.next${sep}standalone`;
  const checkout = directory.slice(0, -built.length);
  return directory.endsWith(built) && isRoost(checkout) ? checkout : directory;
}
