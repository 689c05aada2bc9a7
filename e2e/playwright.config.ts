import { defineConfig } from "@playwright/test";
import { findChromium } from "#lib/dev/chromium.ts";
import { onReplicas } from "./fixtures/installation.ts";
import { ONE_PROCESS } from "./fixtures/one-process.ts";

const ci = process.env.CI !== undefined;

export default defineConfig({
  testDir: ".",
  testIgnore: onReplicas ? ONE_PROCESS.map(({ spec }) => `**/${spec}`) : [],
  outputDir: ".results",
  fullyParallel: false,
  workers: 2,
  // A busy machine may keep one browser waiting too long; what fails twice is broken.
  retries: ci ? 1 : 0,
  forbidOnly: ci,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: process.env.E2E_JSON
    ? [["list"], ["json", { outputFile: process.env.E2E_JSON }]]
    : [["list"]],
  use: {
    browserName: "chromium",
    // A half-hour zone that is neither UTC nor the server's: a forgotten zone shows.
    timezoneId: "Asia/Kathmandu",
    locale: "en-GB",
    viewport: { width: 1280, height: 800 },
    // A trace takes a quarter of a test's CPU time: only what failed is traced, when it runs again.
    trace: ci ? "on-first-retry" : "retain-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      // Chromium's own sandbox does not start as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  // Folders, not patterns: a pattern would also match the path that leads to the checkout. The long
  // files first: a core would wait for one at the end.
  projects: ["a11y", "dashboard", "clients", "api"].map((name) => ({
    name,
    testDir: name,
    // Axe takes a second or two on each of the many states that one test goes through.
    ...(name === "a11y" && { timeout: 240_000 }),
  })),
});
