import { once } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FakeCheckout, fakeCheckout, type Started } from "#lib/dev/testing/fake-checkout.ts";

let checkout: FakeCheckout;
beforeEach(() => {
  checkout = fakeCheckout();
});
afterEach(() => checkout.remove());

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

/** The IDs of the server and of boot.mjs, once the server runs. */
async function untilUp(start: Started): Promise<{ server: number; boot: number }> {
  checkout.letInstall();
  await until(() => expect(start.text()).toMatch(/up \d+ \d+/));
  const [, server, boot] = /up (\d+) (\d+)/.exec(start.text()) ?? [];
  return { server: Number(server), boot: Number(boot) };
}

async function expectEnd(...ids: number[]): Promise<void> {
  await until(() => {
    for (const id of ids) expect(() => process.kill(id, 0)).toThrow("ESRCH");
  });
}

test.each(["SIGTERM", "SIGKILL", "SIGHUP"] as const)(
  "%s to npm alone stops the server gracefully",
  async (signal) => {
    const npm = checkout.npmStart();
    const { server, boot } = await untilUp(npm);
    process.kill(npm.pid, signal);
    await expectEnd(server, boot);
    expect(checkout.calls().filter((call) => call === "stopped")).toEqual(["stopped"]);
  },
);

test("the server stops gracefully when boot.mjs alone is killed", async () => {
  const { server, boot } = await untilUp(checkout.npmStart());
  process.kill(boot, "SIGKILL");
  await expectEnd(server);
  expect(checkout.calls().at(-1)).toBe("stopped");
});

test("an install ends when npm is killed", async () => {
  const npm = checkout.npmStart();
  await until(() => expect(checkout.installer()).toBeGreaterThan(0));
  process.kill(npm.pid, "SIGKILL");
  await expectEnd(checkout.installer());
  await until(() => expect(checkout.preparing()).toEqual([]));
});

test.each([
  ["npm start", () => `${checkout.npm} start`],
  ["node lib/cli/boot.mjs start", () => `${process.execPath} lib/cli/boot.mjs start`],
])("%s in the background continues when its shell ends", async (_, command) => {
  const untilTold = "while [ ! -e leave ]; do sleep 0.02; done";
  const shell = checkout.start("sh", "-c", `${command()} & ${untilTold}`);
  const { server, boot } = await untilUp(shell);
  checkout.write("leave", "");
  await once(shell.child, "exit");
  const begun = shell.text().length;
  // More than two seconds: twice the interval of the server's check.
  await until(() => expect(shell.text().slice(begun).match(/tick/g)).toHaveLength(4));
  process.kill(boot, "SIGTERM");
  await expectEnd(server, boot);
});
