import type { ServerResponse } from "node:http";
import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedAccount, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { startReceiver, webhookTo } from "#lib/dev/testing/webhook-receiver.ts";
import { checkNotices, type Notices } from "./check-notices.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = new Date("2026-11-25T09:30:00.500Z");

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let log: string[];
let userId: string;
let now: Date;
beforeEach(async () => {
  useTestSettings();
  log = captureLog();
  await freshDatabase();
  now = START;
  userId = (await seedUser(await seedAccount(), { role: "user", isServiceUser: true })).id;
  receiver = await startReceiver();
});

const newServer = (changes: Partial<Notices> = {}): Notices => ({
  webhook: receiver.webhook,
  publicUrl: "https://roost.example.test",
  signal: new AbortController().signal,
  looked: new Map(),
  now: () => now,
  ...changes,
});
const tokenWith = (leftMs: number, name = "ci") =>
  seedToken(userId, { name, expiresAt: new Date(START.getTime() + leftMs) });
const passes = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const arrived = () => receiver.arrivals.map(({ id }) => id);
/** The lines of the log, as strings and by message. */
const logged = (message: RegExp) =>
  log.map((line) => JSON.parse(line)).filter(({ msg }) => message.test(msg));

test("retries a failed notice after increasing pauses, with the same ID", async () => {
  const { id } = await tokenWith(7 * DAY);
  receiver.answer = (response) => response.writeHead(500).end("oops");
  const server = newServer();
  await checkNotices(server);
  for (const [failed, minutes] of [1, 5, 15, 30, 60, 120, 240, 480, 480].entries()) {
    passes(minutes * MINUTE - 1);
    await checkNotices(server);
    expect(arrived()).toHaveLength(failed + 1);
    passes(1);
    await checkNotices(server);
    expect(arrived()).toHaveLength(failed + 2);
  }
  passes(DAY);
  await checkNotices(server);
  expect(new Set(arrived())).toEqual(new Set([`${id}_expiring-7d`]));
  const times = receiver.arrivals.map(({ headers }) => headers["webhook-timestamp"]);
  expect(new Set(times).size).toBe(times.length);
  const [end, ...more] = logged(/dropped/);
  expect(end).toMatchObject({ level: "error", tokenId: id, kind: "expiring-7d", attempt: 10 });
  expect(more).toEqual([]);
});

test("a recovered receiver gets the notice once", async () => {
  await tokenWith(7 * DAY);
  receiver.answer = (response) => response.writeHead(503).end();
  await checkNotices(newServer());
  receiver.answer = (response) => response.writeHead(200).end();
  for (let hour = 0; hour < 5; hour += 1) {
    passes(60 * MINUTE);
    await checkNotices(newServer());
  }
  expect(arrived()).toHaveLength(2);
  const [row] = await database().read.notice.findMany();
  expect(row).toMatchObject({ attempts: 2, nextAttemptAt: null });
  expect(row?.deliveredAt).toEqual(new Date(START.getTime() + 60 * MINUTE));
});

test("a redirect is a failure and is not followed", async () => {
  await tokenWith(7 * DAY);
  receiver.answer = (response) => response.writeHead(307, { location: "/other" }).end();
  await checkNotices(newServer());
  expect(arrived()).toHaveLength(1);
  expect(logged(/not delivered yet/)).toMatchObject([{ reason: "HTTP 307" }]);
});

test("a silent or unreachable receiver is a failure with a short reason", async () => {
  await tokenWith(7 * DAY);
  receiver.answer = () => {};
  await checkNotices(newServer({ timeoutMs: 50 }));
  passes(2 * MINUTE);
  await checkNotices(newServer({ webhook: webhookTo("http://127.0.0.1:2/hook") }));
  expect(logged(/not delivered yet/).map(({ reason }) => reason)).toEqual([
    "no answer within 0.05 s",
    "ECONNREFUSED",
  ]);
});

test("a refused notice does not delay others", async () => {
  const bad = await tokenWith(7 * DAY);
  const good = await Promise.all(Array.from({ length: 12 }, () => tokenWith(7 * DAY)));
  let held: ServerResponse | undefined;
  receiver.answer = (response, { id }) => {
    if (id.startsWith(bad.id)) held = response;
    else response.writeHead(204).end();
    if (arrived().length > good.length) held?.writeHead(500).end();
  };
  await checkNotices(newServer());
  const delivered = await database().read.notice.findMany({ where: { deliveredAt: now } });
  expect(delivered.map(({ tokenId }) => tokenId).sort()).toEqual(good.map(({ id }) => id).sort());
});

test("the next server resends a delivered but unrecorded notice after the lease, with the same ID", async () => {
  const { id } = await tokenWith(7 * DAY);
  const crash = new AbortController();
  receiver.answer = () => crash.abort();
  await checkNotices(newServer({ signal: crash.signal }));
  receiver.answer = (response) => response.writeHead(204).end();
  passes(MINUTE - 1);
  await checkNotices(newServer());
  expect(arrived()).toHaveLength(1);
  passes(1);
  await checkNotices(newServer());
  await checkNotices(newServer());
  expect(arrived()).toEqual([`${id}_expiring-7d`, `${id}_expiring-7d`]);
});

test.each([
  ["delivered it", 204, () => ({ nextAttemptAt: null, deliveredAt: now })],
  ["failed too", 500, () => ({ nextAttemptAt: new Date(now.getTime() + 5 * MINUTE) })],
])("a failure after the lease changes nothing if another server %s", async (_, status, noted) => {
  await tokenWith(7 * DAY);
  const slow = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  receiver.answer = async (response) => {
    waiting.resolve();
    await slow.promise;
    response.writeHead(500).end();
  };
  const first = checkNotices(newServer());
  await waiting.promise;
  passes(2 * MINUTE);
  receiver.answer = (response) => response.writeHead(status).end();
  await checkNotices(newServer());
  slow.resolve();
  await first;
  expect(await database().read.notice.findMany()).toMatchObject([noted()]);
});

test("a late delivery counts, whatever the result of the attempt that took over", async () => {
  await tokenWith(7 * DAY);
  const answers = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  receiver.answer = async (response) => {
    const answer = answers[receiver.arrivals.length - 1];
    response.writeHead((await answer?.promise) ?? 500).end();
  };
  const first = checkNotices(newServer());
  await expect.poll(() => receiver.arrivals.length).toBe(1);
  passes(2 * MINUTE);
  const second = checkNotices(newServer());
  await expect.poll(() => receiver.arrivals.length).toBe(2);
  answers[0]?.resolve(204);
  await first;
  answers[1]?.resolve(500);
  await second;
  const noted = { nextAttemptAt: null, deliveredAt: now };
  expect(await database().read.notice.findMany()).toMatchObject([noted]);
});

test("a notice that waits until the next threshold is replaced by the next notice", async () => {
  const { id } = await tokenWith(7 * DAY);
  receiver.answer = (response) => response.writeHead(500).end();
  await checkNotices(newServer());
  passes(6 * DAY);
  receiver.answer = (response) => response.writeHead(204).end();
  await checkNotices(newServer());
  passes(DAY / 2);
  await checkNotices(newServer());
  expect(arrived()).toEqual([`${id}_expiring-7d`, `${id}_expiring-1d`]);
});

test.each([
  [1.5, ["expired", "expired"]],
  [2.5, ["expired"]],
])("after notices were off for %d days, a pending expiry is sent %j", async (days, kinds) => {
  const { id } = await tokenWith(0);
  receiver.answer = (response) => response.writeHead(500).end();
  await checkNotices(newServer());
  receiver.answer = (response) => response.writeHead(204).end();
  passes(days * DAY);
  for (let round = 0; round < 2; round += 1) await checkNotices(newServer());
  expect(arrived()).toEqual(kinds.map((kind) => `${id}_${kind}`));
  expect(await database().read.notice.findMany()).toMatchObject([{ nextAttemptAt: null }]);
});

test("a failed check delays neither pending notices nor other thresholds", async () => {
  const first = await tokenWith(7 * DAY);
  receiver.answer = (response) => response.writeHead(500).end();
  const server = newServer();
  await checkNotices(server);
  // Makes a second notice of the same kind fail in both databases.
  const unique = 'CREATE UNIQUE INDEX "one_of_a_kind" ON "Notice" ("kind")';
  await database().write((tx) => tx.$executeRawUnsafe(unique));
  await tokenWith(7 * DAY + MINUTE, "fails");
  const day = await tokenWith(DAY + MINUTE, "day");
  const expired = await tokenWith(MINUTE, "expired");
  receiver.answer = (response) => response.writeHead(204).end();
  passes(MINUTE);
  await expect(checkNotices(server)).rejects.toThrow();
  expect(arrived().slice(1).sort()).toEqual(
    [`${first.id}_expiring-7d`, `${day.id}_expiring-1d`, `${expired.id}_expired`].sort(),
  );
});

test("the log never contains the webhook's path, query, user name or password", async () => {
  await tokenWith(7 * DAY);
  const url = receiver.url.replace("http://", "http://some-name:some-password@");
  await checkNotices(newServer({ webhook: webhookTo(url) }));
  expect(receiver.arrivals[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from("some-name:some-password").toString("base64")}`,
  );
  passes(6 * DAY);
  await checkNotices(newServer({ webhook: webhookTo("http://a:some-password@127.0.0.1:2/hook") }));
  expect(log.length).toBeGreaterThan(1);
  expect(log.join()).not.toMatch(/in-the-address|some-name|some-password|hook|whsec_|"key"/);
});
