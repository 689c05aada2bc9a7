import { spawnSync } from "node:child_process";
import { Refusal } from "#lib/cli/refusal.ts";
import { findNginx } from "#lib/dev/testing/nginx.ts";
import { postgresqlTools } from "#lib/dev/testing/postgresql-tools.ts";
import { findChromium, hasChromium } from "./chromium.ts";

function aptGet(...args: string[]): void {
  const { status } = spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) throw new Refusal(`apt-get ${args.join(" ")} failed`);
}

const runs = (name: string, option: string) => () =>
  spawnSync(name, [option], { stdio: "ignore" }).status === 0;

/** What the tests need and npm does not bring, by the name of Debian's package. */
const TOOLS = [
  { name: "chromium", isThere: hasChromium },
  // What scripts of users call, and so the tests of the API.
  { name: "curl", isThere: runs("curl", "--version") },
  { name: "jq", isThere: runs("jq", "--version") },
  // Backups are made by PostgreSQL's own programs, which npm's server does not bring.
  { name: "postgresql", isThere: () => postgresqlTools() !== undefined },
  // The documents' configuration of a proxy is tried with it.
  { name: "nginx", isThere: () => findNginx() !== undefined },
];

const missingTools = (): string[] =>
  TOOLS.filter(({ isThere }) => !isThere()).map(({ name }) => name);

/**
 * Makes sure of the programs that the tests need and npm does not bring. On a continuous
 * integration machine they are installed, as root, from Debian; elsewhere one line says which.
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
  if (absent !== undefined) throw new Refusal(`The tests need ${absent}: install it.`);
}
