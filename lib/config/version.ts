import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globalSingleton } from "./global-singleton.ts";
import { repositoryRoot } from "./repository-root.ts";

/** The version of this program, from its package.json. The start reads it before it can change. */
export function version(): string {
  return globalSingleton("version", () => {
    const manifest = readFileSync(join(repositoryRoot(), "package.json"), "utf8");
    // The file that repositoryRoot finds is Roost's own, which has one.
    return (JSON.parse(manifest) as { version: string }).version;
  });
}
