import { beforeEach, expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { signWebhook } from "#lib/crypto/webhook-signature.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import {
  type SeededAccount,
  type SeededToken,
  type SeededUser,
  seedAccount,
  seedSession,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { startReceiver } from "#lib/dev/testing/webhook-receiver.ts";
import { enableToken } from "../tokens/disable-token.ts";
import { checkNotices, type Notices, ROUND_MAX } from "./check-notices.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = new Date("2026-11-25T09:30:00.500Z");

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };

let account: SeededAccount;
let machine: SeededUser;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let now: Date;
beforeEach(async () => {
  useTestSettings();
  captureLog();
  await freshDatabase();
  now = START;
  account = await seedAccount();
  machine = await seedUser(account, { role: "user", isServiceUser: true, name: "ci" });
  receiver = await startReceiver();
});

/** Another server on the same database. */
const newServer = (changes: Partial<Notices> = {}): Notices => ({
  webhook: receiver.webhook,
  publicUrl: "https://roost.example.test",
  signal: new AbortController().signal,
  looked: new Map(),
  now: () => now,
  ...changes,
});

let made = 0;
const tokenWith = (leftMs: number, name?: string): Promise<SeededToken> => {
  made += 1;
  const expiresAt = new Date(START.getTime() + leftMs);
  return seedToken(machine.id, { expiresAt, name: name ?? `token ${made}` });
};
const passes = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const arrived = () => receiver.arrivals.map(({ id }) => id);

test("a token gets each notice once, regardless of servers and checks", async () => {
  const { id } = await tokenWith(15 * DAY);
  const first = newServer();
  const second = newServer();
  const seen: [number, string[]][] = [];
  for (let day = 0; day < 20; day += 1) {
    receiver.arrivals.length = 0;
    for (const server of [first, second, first, newServer()]) await checkNotices(server);
    if (arrived().length > 0) seen.push([day, arrived()]);
    passes(DAY);
  }
  expect(seen).toEqual([
    [1, [`${id}_expiring-14d`]],
    [8, [`${id}_expiring-7d`]],
    [14, [`${id}_expiring-1d`]],
    [15, [`${id}_expired`]],
  ]);
});

test("a notice is signed and has the token's metadata, but never the plain token or its hash", async () => {
  const { id, text, publicId } = await tokenWith(6.5 * DAY, "deploy");
  await checkNotices(newServer());
  const [arrival] = receiver.arrivals;
  expect(arrival?.body).toMatchObject({
    type: "token.expiring",
    data: {
      token: { id, name: "deploy", fingerprint: `nbp_${publicId}` },
      user: { id: machine.id, name: "ci", is_service_user: true, role: "user" },
      expires_in_days: 7,
      url: `https://roost.example.test/team/tokens?fingerprint=nbp_${publicId}`,
    },
  });
  const body = arrival?.text ?? "";
  const timestamp = Math.floor(START.getTime() / 1000);
  const signed = { id: `${id}_expiring-7d`, timestamp, body };
  expect(arrival?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signWebhook(receiver.webhook.key, signed),
  });
  const row = await database().read.tokenSecret.findFirstOrThrow({ where: { tokenId: id } });
  expect(body).not.toContain(text.slice(14));
  expect(body).not.toContain(row.hash);
});

test("the first check sends only each token's nearest notice, and none for tokens expired long ago", async () => {
  const late = await tokenWith(3 * DAY);
  await tokenWith(20 * DAY);
  await tokenWith(-DAY - MINUTE);
  const today = await tokenWith(-DAY + MINUTE);
  await checkNotices(newServer());
  expect(arrived().sort()).toEqual([`${late.id}_expiring-7d`, `${today.id}_expired`].sort());
});

test("two concurrent servers send every notice once", async () => {
  const tokens = await Promise.all(Array.from({ length: 25 }, () => tokenWith(7 * DAY)));
  await Promise.all([newServer(), newServer(), newServer()].map(checkNotices));
  await checkNotices(newServer());
  expect(arrived().sort()).toEqual(tokens.map(({ id }) => `${id}_expiring-7d`).sort());
});

test("finds all tokens that expire at the same time and limits the deliveries of a round", async () => {
  const expiresAt = new Date(START.getTime() + DAY);
  const createdAt = new Date(START.getTime() - 29 * DAY);
  const data = Array.from({ length: 1203 }, (_, at) => ({
    ...{ id: `t${at}`, publicId: `p${at}`, userId: machine.id, name: "a" },
    ...{ expiresAt, createdAt, createdBy: "" },
  }));
  await database().write((tx) => tx.token.createMany({ data }));
  await checkNotices(newServer());
  expect(await database().read.notice.count()).toBe(1203);
  expect(arrived()).toHaveLength(ROUND_MAX);
});

test("a revoked token gets no notice, not even a pending one", async () => {
  const { id } = await tokenWith(7 * DAY);
  receiver.answer = (response) => response.writeHead(503).end();
  await checkNotices(newServer());
  await database().write((tx) => tx.token.delete({ where: { id } }));
  expect(await database().read.notice.count()).toBe(0);
  passes(DAY);
  await checkNotices(newServer());
  expect(arrived()).toEqual([`${id}_expiring-7d`]);
});

test("a rotated token gets no notice unless it was used after its replacement was created", async () => {
  const [replaced, used, named] = await Promise.all([
    tokenWith(7 * DAY, "replaced"),
    tokenWith(7 * DAY, "used"),
    tokenWith(7 * DAY, "named"),
  ]);
  for (const name of ["replaced", "used", "other"]) await tokenWith(30 * DAY, name);
  const lastUsedAt = new Date(START.getTime() + MINUTE);
  await database().write((tx) => tx.token.update({ where: { id: used.id }, data: { lastUsedAt } }));
  await checkNotices(newServer());
  expect(arrived().sort()).toEqual([`${used.id}_expiring-7d`, `${named.id}_expiring-7d`].sort());
  expect(arrived().join()).not.toContain(replaced.id);
});

test("a disabled token gets no notice, and after it is enabled the one that is still news", async () => {
  now = new Date();
  const parked = await seedToken(machine.id, { expiresAt: new Date(now.getTime() + 7 * DAY) });
  const server = newServer();
  const data = { disabledAt: now, disabledReason: "user" };
  await database().write((tx) => tx.token.update({ where: { id: parked.id }, data }));
  for (let check = 0; check < 2; check += 1) {
    await checkNotices(server);
    passes(MINUTE);
  }
  expect(arrived()).toEqual([]);
  const { cookie } = await seedSession((await seedUser(account, { role: "owner" })).id);
  const actor = await actorOf(new Headers({ cookie }), ORIGIN);
  await enableToken(actor, { userId: machine.id, tokenId: parked.id });
  await checkNotices(server);
  expect(arrived()).toEqual([`${parked.id}_expiring-7d`]);
});

test("the notice for a blocked owner's token says that the owner is blocked", async () => {
  const blocked = await seedUser(account, { role: "user", isServiceUser: true, isBlocked: true });
  await seedToken(blocked.id, { expiresAt: new Date(START.getTime() + DAY) });
  await checkNotices(newServer());
  expect(receiver.arrivals[0]?.body.data).toMatchObject({ user: { is_blocked: true } });
});
