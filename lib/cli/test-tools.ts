import { spawnSync } from "node:child_process";
import { findChromium, hasChromium } from "./chromium.ts";
import { Refusal } from "./refusal.ts";

function aptGet(...args: string[]): void {
  const { status } = spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) throw new Refusal(`apt-get ${args.join(" ")} failed`);
}

/** What scripts of users call, and so the tests of the API. */
const PROGRAMS = ["curl", "jq"];

const missingPrograms = (): string[] =>
  PROGRAMS.filter((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status !== 0);

/**
 * Makes sure of the programs that the tests need and npm does not bring. On a continuous
 * integration machine they are installed, as root, from Debian; elsewhere one line says which.
 */
export function ensureTestTools(say: (line: string) => void): void {
  const missing = [...(hasChromium() ? [] : ["chromium"]), ...missingPrograms()];
  if (missing.length > 0 && process.env.CI === "true" && process.getuid?.() === 0) {
    say(`Installing Debian's ${missing.join(" and ")} …`);
    aptGet("update", "-qq");
    aptGet("install", "-y", "-qq", "--no-install-recommends", ...missing);
  }
  findChromium();
  const [absent] = missingPrograms();
  if (absent !== undefined) throw new Refusal(`Tests of the API need ${absent}: install it.`);
}
