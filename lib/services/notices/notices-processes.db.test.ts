import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { startReceiver, WEBHOOK_SECRET } from "#lib/dev/testing/webhook-receiver.ts";

const DAY = 24 * 60 * 60_000;
const TOKENS = 60;

let databaseUrl: string;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let wanted: string[];
beforeEach(async () => {
  useTestSettings();
  ({ url: databaseUrl } = await freshDatabase());
  const machine = await seedUser(await seedAccount(), { role: "user", isServiceUser: true });
  const expiresAt = new Date(Date.now() + 5 * DAY);
  const made = Array.from({ length: TOKENS }, () => seedToken(machine.id, { expiresAt }));
  wanted = (await Promise.all(made)).map(({ id }) => `${id}_expiring-7d`).sort();
  receiver = await startReceiver();
});

/** A server's notices, at a pace at which the processes compete for every notice. */
const SEND = `(async () => {
  const { settings } = await import("#lib/config/settings.ts");
  const { runShutdown } = await import("#lib/config/shutdown.ts");
  const { useDatabase } = await import("#lib/db/database.ts");
  const { openDatabase } = await import("#lib/db/open-database.ts");
  const { startNotices } = await import("#lib/services/notices/start-notices.ts");
  const { databaseUrl, noticeWebhook: webhook, publicUrl } = settings();
  useDatabase(await openDatabase(databaseUrl));
  process.stdin.once("end", async () => {
    await runShutdown(() => process.exit(1));
    process.exit(0);
  }).resume();
  console.log("ready");
  process.once("message", () => startNotices({ webhook, publicUrl }, { firstMs: 0, everyMs: 2 }));
})()`;

async function startProcess() {
  const child = spawn(process.execPath, ["--eval", SEND], {
    cwd: repositoryRoot(),
    stdio: ["pipe", "pipe", "inherit", "ipc"],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "error" },
      ...{ DATABASE_URL: databaseUrl, NEXTAUTH_SECRET: "x".repeat(48) },
      ...{ NOTICE_WEBHOOK_URL: receiver.url, NOTICE_WEBHOOK_SECRET: WEBHOOK_SECRET },
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = once(child, "exit");
  if (!child.stdout || !child.stdin) throw new Error("the process has pipes");
  await once(child.stdout, "data");
  const { stdin } = child;
  const stop = async () => {
    stdin.end();
    return (await exit)[0];
  };
  return { begin: () => child.send("begin"), stop };
}

const arrived = () => receiver.arrivals.map(({ id }) => id);

test("two processes on one database deliver each notice once", async () => {
  const processes = [await startProcess(), await startProcess()];
  for (const { begin } of processes) begin();
  await expect.poll(() => arrived().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(TOKENS);
  const delivered = () => database().read.notice.count({ where: { deliveredAt: { not: null } } });
  await expect.poll(delivered, { timeout: 30_000 }).toBe(TOKENS);
  for (const { stop } of processes) expect(await stop()).toBe(0);
  expect(arrived().sort()).toEqual(wanted);
  const attempts = await database().read.notice.findMany({ select: { attempts: true } });
  expect(new Set(attempts.map((one) => one.attempts))).toEqual(new Set([1]));
});
