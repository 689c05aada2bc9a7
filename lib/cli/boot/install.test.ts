import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FakeCheckout, fakeCheckout } from "#lib/dev/testing/fake-checkout.ts";

/* `start` needs the packages of the product, `generate` also those of its development. */

const TOOL = "node_modules/vitest/package.json";

let checkout: FakeCheckout;
beforeEach(() => {
  checkout = fakeCheckout();
  checkout.letInstall();
});
afterEach(() => checkout.remove());

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

async function start(): Promise<void> {
  const started = checkout.boot();
  await until(() => expect(started.text()).toMatch("up"));
  process.kill(started.pid, "SIGTERM");
  await once(started.child, "exit");
}

async function generate(): Promise<void> {
  const { child, text } = checkout.boot("generate");
  const [code] = await once(child, "exit");
  expect(code, text()).toBe(0);
}

/** Kills a command during its install. */
async function killed(command: string): Promise<void> {
  const before = checkout.asked().length;
  checkout.holdInstall();
  const { child, pid } = checkout.boot(command);
  await until(() => expect(checkout.asked()).toHaveLength(before + 1));
  process.kill(-pid, "SIGKILL");
  await once(child, "exit");
  checkout.letInstall();
}

test("a start installs no development packages", async () => {
  await start();
  expect(checkout.asked()).toEqual(["ci --omit=dev"]);
  expect(checkout.has(TOOL)).toBe(false);
});

test("a start accepts a fuller install and leaves it alone", async () => {
  await generate();
  await start();
  expect(checkout.asked()).toEqual(["ci --include=dev"]);
  expect(checkout.has(TOOL)).toBe(true);
});

test("a development command adds what a smaller install lacks, once, and removes nothing", async () => {
  await start();
  await generate();
  await generate();
  expect(checkout.asked()).toEqual(["ci --omit=dev", "install --no-save --include=dev"]);
  expect(checkout.has(TOOL)).toBe(true);
});

test.each([
  ["the same command", generate, true],
  ["a start", start, false],
])("%s repeats an addition that was killed", async (_, again, hasTool) => {
  await start();
  await killed("generate");
  await again();
  expect(checkout.asked()).toHaveLength(3);
  expect(checkout.has(TOOL)).toBe(hasTool);
  await generate();
  expect(checkout.has(TOOL)).toBe(true);
});

test("a full install that was killed leaves a start with what it needs", async () => {
  await killed("generate");
  await start();
  expect(checkout.asked()).toEqual(["ci --include=dev", "ci --omit=dev"]);
});

test("a start after a change of the lockfile keeps the development packages", async () => {
  await generate();
  checkout.write("package-lock.json", JSON.stringify({ packages: {}, version: 2 }));
  await start();
  expect(checkout.asked()).toEqual(["ci --include=dev", "ci --include=dev"]);
});

test("a damaged package is replaced, and the development packages stay", async () => {
  await generate();
  rmSync(join(checkout.folder, "node_modules/zod/package.json"));
  await start();
  expect(checkout.asked()).toEqual(["ci --include=dev", "ci --include=dev"]);
});
