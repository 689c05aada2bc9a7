import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globalSingleton } from "./global-singleton.ts";
import { repositoryRoot } from "./repository-root.ts";

/** The version in package.json, read at start, before an upgrade can change the file. */
export function version(): string {
  return globalSingleton("version", () => {
    const manifest = readFileSync(join(repositoryRoot(), "package.json"), "utf8");
    // repositoryRoot finds Roost's own package.json, which has a version.
    return (JSON.parse(manifest) as { version: string }).version;
  });
}
