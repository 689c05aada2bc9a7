import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { CommandError } from "#lib/cli/command-error.ts";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function candidates(): string[] {
  const named = process.env.CHROMIUM_PATH;
  return named ? [named] : [...SYSTEM, chromium.executablePath()];
}

/** Whether there is a Chromium for browser tests. */
export function hasChromium(): boolean {
  return candidates().some((path) => existsSync(path));
}

/** The Chromium for browser tests: CHROMIUM_PATH, else the system's, else Playwright's. */
export function findChromium(): string {
  const found = candidates().find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new CommandError(
    "Browser tests need Chromium: install Debian's package chromium, or set CHROMIUM_PATH.",
  );
}
