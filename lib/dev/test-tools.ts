import { spawnSync } from "node:child_process";
import { CommandError } from "#lib/cli/command-error.ts";
import { hasCaddy } from "#lib/dev/testing/caddy.ts";
import { findNginx } from "#lib/dev/testing/nginx.ts";
import { postgresqlTools } from "#lib/dev/testing/postgresql-tools.ts";
import { findChromium, hasChromium } from "./chromium.ts";

function aptGet(...args: string[]): void {
  const { status } = spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) throw new CommandError(`apt-get ${args.join(" ")} failed`);
}

const runs = (name: string, option: string) => () =>
  spawnSync(name, [option], { stdio: "ignore" }).status === 0;

/** The programs of the tests that npm does not install, by Debian package. */
const TOOLS = [
  { name: "chromium", isThere: hasChromium },
  // Used by users' scripts, and so by the tests of the API.
  { name: "curl", isThere: runs("curl", "--version") },
  { name: "jq", isThere: runs("jq", "--version") },
  // Backups use PostgreSQL's client programs, which npm's server lacks.
  { name: "postgresql", isThere: () => postgresqlTools() !== undefined },
  // For the proxy configurations in the documents.
  { name: "nginx", isThere: () => findNginx() !== undefined },
  { name: "caddy", isThere: hasCaddy },
];

const missingTools = (): string[] =>
  TOOLS.filter(({ isThere }) => !isThere()).map(({ name }) => name);

/**
 * Checks the programs of the tests that npm does not install. Installs them from Debian as root in
 * continuous integration; elsewhere prints in one line which are missing.
 */
export function ensureTestTools(say: (line: string) => void): void {
  const missing = missingTools();
  if (missing.length > 0 && process.env.CI === "true" && process.getuid?.() === 0) {
    say(`Installing Debian's ${missing.join(" and ")} …`);
    aptGet("update", "-qq");
    aptGet("install", "-y", "-qq", "--no-install-recommends", ...missing);
  }
  findChromium();
  const [absent] = missingTools();
  if (absent !== undefined) throw new CommandError(`The tests need ${absent}: install it.`);
}
