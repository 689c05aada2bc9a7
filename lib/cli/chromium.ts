import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { Refusal } from "./refusal.ts";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function candidates(): string[] {
  const named = process.env.CHROMIUM_PATH;
  return named ? [named] : [...SYSTEM, chromium.executablePath()];
}

/** The Chromium that browser tests use: CHROMIUM_PATH, else the system's, else Playwright's own. */
export function findChromium(): string {
  const found = candidates().find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Refusal(
    "Browser tests need Chromium: install Debian's package chromium, or set CHROMIUM_PATH.",
  );
}

function aptGet(...args: string[]): void {
  const { status } = spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) throw new Refusal(`apt-get ${args.join(" ")} failed`);
}

/** On a continuous-integration machine as root, installs Debian's chromium where none is there. */
export function ensureChromium(say: (line: string) => void): void {
  const missing = !candidates().some((path) => existsSync(path));
  if (missing && process.env.CI === "true" && process.getuid?.() === 0) {
    say("Installing Debian's chromium …");
    aptGet("update", "-qq");
    aptGet("install", "-y", "-qq", "--no-install-recommends", "chromium");
  }
  findChromium();
}
