import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { runShutdown } from "#lib/config/shutdown.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedAccount, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { startReceiver } from "#lib/dev/testing/webhook-receiver.ts";
import { startNotices } from "./start-notices.ts";

const DAY = 24 * 60 * 60_000;
const AT_ONCE = { firstMs: 0, everyMs: 5 };

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let log: string[];
let tokenId: string;
beforeEach(async () => {
  useTestSettings();
  replaceGlobalSingleton("shutdown", []);
  log = captureLog();
  await freshDatabase();
  const machine = await seedUser(await seedAccount(), { role: "user", isServiceUser: true });
  const expiresAt = new Date(Date.now() + 5 * DAY);
  tokenId = (await seedToken(machine.id, { expiresAt })).id;
  receiver = await startReceiver();
});
afterEach(() => vi.useRealTimers());

const stop = () =>
  runShutdown((name, error) => {
    throw new Error(`${name} failed`, { cause: error });
  });
const sender = () => ({ webhook: receiver.webhook, publicUrl: "http://127.0.0.1:3000" });
const rename = (from: string, to: string) =>
  database().write((tx) => tx.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`));

test("the server's stop aborts an unanswered request, and nothing is sent after it", async () => {
  const arrival = Promise.withResolvers<void>();
  const cut = Promise.withResolvers<void>();
  receiver.answer = (response) => {
    response.once("close", cut.resolve);
    arrival.resolve();
  };
  startNotices(sender(), AT_ONCE);
  await arrival.promise;
  const before = performance.now();
  await stop();
  expect(performance.now() - before).toBeLessThan(8000);
  await cut.promise;
  const [row] = await database().read.notice.findMany();
  expect(row).toMatchObject({ tokenId, attempts: 1, deliveredAt: null });
  expect(log.join()).not.toContain("not delivered");
  expect(receiver.arrivals).toHaveLength(1);
});

test("a stop before the first check cancels it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  startNotices(sender(), { firstMs: 20, everyMs: 5 });
  expect(vi.getTimerCount()).toBe(1);
  await stop();
  expect(vi.getTimerCount()).toBe(0);
});

test("a failed check is logged, and the next one sends the rest", async () => {
  const lines = () => log.filter((line) => line.includes("not checked"));
  await rename("Notice", "Away");
  startNotices(sender(), AT_ONCE);
  await expect.poll(() => lines().length).toBeGreaterThan(1);
  await rename("Away", "Notice");
  await expect.poll(() => receiver.arrivals.length).toBe(1);
  await stop();
  expect(receiver.arrivals[0]?.id).toBe(`${tokenId}_expiring-7d`);
});

test("the start logs only the origin of the webhook", () => {
  startNotices(sender(), { firstMs: DAY, everyMs: DAY });
  const [line = ""] = log;
  expect(JSON.parse(line)).toMatchObject({ to: new URL(receiver.url).origin });
  expect(line).not.toMatch(/hook|in-the-address/);
  return stop();
});
