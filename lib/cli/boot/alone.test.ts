import { once } from "node:events";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FakeCheckout, fakeCheckout, type Started } from "#lib/dev/testing/fake-checkout.ts";

let checkout: FakeCheckout;
beforeEach(() => {
  checkout = fakeCheckout();
});
afterEach(() => checkout.remove());

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const untilSays = (started: Started, text: string | RegExp) =>
  until(() => expect(started.text()).toMatch(text));

/** Starts a process that holds the checkout during its install. */
async function startHolder(): Promise<Started> {
  const holder = checkout.boot();
  await until(() => expect(checkout.installer()).toBeGreaterThan(0));
  // Its file, and that of the install.
  await until(() => expect(checkout.preparing()).toHaveLength(2));
  return holder;
}

test("of two starts in a fresh checkout one waits, reports it, and repeats nothing", async () => {
  const first = await startHolder();
  const second = checkout.boot();
  await untilSays(second, `Waiting for process ${first.pid}, which installs or builds here`);
  checkout.letInstall();
  await untilSays(first, "up");
  await untilSays(second, "up");
  expect(checkout.calls()).toEqual(["begin", "end", "build"]);
  expect(second.text().match(/Waiting|Installing|Building/g)).toEqual(["Waiting"]);
  expect(checkout.preparing()).toEqual([]);
});

test("of eight concurrent starts only one installs and builds", async () => {
  const starts = Array.from({ length: 8 }, () => checkout.boot());
  await until(() => expect(checkout.installer()).toBeGreaterThan(0));
  checkout.letInstall();
  for (const start of starts) await untilSays(start, "up");
  expect(checkout.calls()).toEqual(["begin", "end", "build"]);
});

test("two processes never hold the checkout at the same time", async () => {
  checkout.write(
    "often.mjs",
    `import { closeSync, openSync, rmSync } from "node:fs";
    import { alone } from "./lib/cli/boot/alone.mjs";
    for (let round = 0; round < 2000; round += 1) {
      await alone(async () => {
        closeSync(openSync("inside", "wx"));
        await new Promise((resolve) => setImmediate(resolve));
        rmSync("inside");
      });
    }`,
  );
  const all = Array.from({ length: 4 }, () => checkout.start(process.execPath, "often.mjs"));
  const codes = await Promise.all(all.map(async ({ child }) => (await once(child, "exit"))[0]));
  expect(codes, all.map(({ text }) => text()).join("")).toEqual([0, 0, 0, 0]);
});

test("waits for an install that outlives its killed start", async () => {
  const first = await startHolder();
  process.kill(first.pid, "SIGKILL");
  await once(first.child, "exit");
  const second = checkout.boot();
  await untilSays(second, `Waiting for process ${checkout.installer()}`);
  checkout.letInstall();
  await untilSays(second, "up");
  expect(checkout.calls()).toEqual(["begin", "end", "begin", "end", "build"]);
});

test("of two that wait for a killed start only one continues its work", async () => {
  const first = await startHolder();
  const waiting = [checkout.boot(), checkout.boot()];
  for (const start of waiting) await untilSays(start, "Waiting");
  process.kill(-first.pid, "SIGKILL");
  await until(() => expect(checkout.calls()).toEqual(["begin", "begin"]));
  checkout.letInstall();
  for (const start of waiting) await untilSays(start, "up");
  expect(checkout.calls()).toEqual(["begin", "begin", "end", "build"]);
});

test("a start stopped by a signal ends its install and leaves no files", async () => {
  const first = await startHolder();
  process.kill(first.pid, "SIGTERM");
  const [code] = await once(first.child, "exit");
  expect(code).toBe(143);
  expect(() => process.kill(checkout.installer(), 0)).toThrow("ESRCH");
  expect(checkout.preparing()).toEqual([]);
});

test("a new process with the ID of a dead one is not mistaken for it", async () => {
  checkout.write(`.preparing@${encodeURIComponent(hostname())}@${process.pid}@1`, "");
  checkout.letInstall();
  await untilSays(checkout.boot(), "up");
  expect(checkout.preparing()).toEqual([]);
});

test("waits for a process on another machine", async () => {
  checkout.write(".preparing@elsewhere@1@1", "");
  checkout.letInstall();
  const start = checkout.boot();
  await untilSays(start, "Waiting for process 1 on elsewhere");
  rmSync(join(checkout.folder, ".preparing@elsewhere@1@1"));
  await untilSays(start, "up");
});

test("a start without work writes nothing", async () => {
  checkout.letInstall();
  await untilSays(checkout.boot(), "up");
  const before = statSync(checkout.folder).mtimeMs;
  const again = checkout.boot();
  await untilSays(again, "up");
  expect(again.text()).toMatch(/^up/);
  expect(statSync(checkout.folder).mtimeMs).toBe(before);
});

test.each([
  ["a package", "node_modules/zod/package.json", ["begin", "end"]],
  ["a file of the build", ".next/server/page.js", ["build"]],
  ["the list of the build's files", ".next/roost-files.json", ["build"]],
])("restores %s when it is missing", async (_, path, calls) => {
  checkout.letInstall();
  await untilSays(checkout.boot(), "up");
  rmSync(join(checkout.folder, path));
  rmSync(join(checkout.folder, "calls"));
  await untilSays(checkout.boot(), "up");
  expect(checkout.calls()).toEqual(calls);
});

test("rebuilds a truncated file of the build", async () => {
  checkout.letInstall();
  await untilSays(checkout.boot(), "up");
  writeFileSync(join(checkout.folder, ".next/server/page.js"), "p");
  await untilSays(checkout.boot(), "Building");
});
