import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { startReceiver } from "#lib/dev/testing/webhook-receiver.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { checkNotices, type Notices, sendNotices } from "./check-notices.ts";

const MINUTE = 60_000;

let team: Team;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let now: Date;
beforeEach(async () => {
  receiver = await startReceiver();
  useTestSettings({ noticeWebhook: receiver.webhook });
  captureLog();
  await freshDatabase();
  team = await seedTeam();
  now = new Date();
});

const newServer = (): Notices => ({
  webhook: receiver.webhook,
  publicUrl: "http://127.0.0.1:3000",
  signal: new AbortController().signal,
  looked: new Map(),
  now: () => now,
});
const passes = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const machine = () => `/api/users/${team.machine.id}/tokens/${team.machine.tokenId}`;
const disable = () => callApi("POST", `${machine()}/disable`, { token: team.owner.token });
/** The arrived notices of events. */
const events = () => receiver.arrivals.filter(({ id }) => id.startsWith("event_"));

test("a disabled token is a notice with its token, its owner and the reason", async () => {
  expect((await disable()).status).toBe(200);
  passes(MINUTE);
  await sendNotices(newServer());
  const [arrival, ...more] = events();
  expect(more).toEqual([]);
  const event = await database().read.auditEvent.findFirstOrThrow({
    where: { activityCode: "personal.access.token.disable" },
  });
  const { id, tokenId, name } = team.machine;
  expect(arrival?.id).toBe(`event_${event.id}`);
  expect(arrival?.body).toEqual({
    type: "token.disabled",
    timestamp: event.timestamp.toISOString(),
    data: {
      event_id: String(event.id),
      token: { id: tokenId, name: expect.any(String) },
      user: { id, name, email: "", is_service_user: true },
      details: expect.objectContaining({ reason: "user" }),
      url: `http://127.0.0.1:3000/activity?target_id=${id}&target_token_id=${tokenId}`,
    },
  });
});

test("a leaked token is a notice although it is revoked, without its text", async () => {
  const body = { tokens: [team.machine.token], source: "a log" };
  expect((await callApi("POST", "/api/tokens/report-leak", { body })).status).toBe(202);
  passes(MINUTE);
  await sendNotices(newServer());
  const [arrival] = events();
  expect(arrival?.body).toMatchObject({
    type: "token.leaked",
    data: { token: { id: team.machine.tokenId }, details: { action: "revoke", source: "a log" } },
  });
  expect(arrival?.text).not.toContain(team.machine.token.slice(14));
});

test("a refused network and the use of a replaced secret are notices", async () => {
  const owner = { token: team.owner.token };
  const narrowed = { ...owner, body: { allowed_networks: ["192.0.2.0/24"] } };
  expect((await callApi("POST", `${machine()}/narrow`, narrowed)).status).toBe(200);
  const refused = { token: team.machine.token, address: "198.51.100.7" };
  expect((await callApi("GET", "/api/users", refused)).status).toBe(403);
  const own = `/api/users/${team.owner.id}/tokens/${team.owner.tokenId}`;
  const atOnce = { ...owner, body: { activate: "now", overlap_seconds: 0 } };
  expect((await callApi("POST", `${own}/rotate`, atOnce)).status).toBe(200);
  expect((await callApi("GET", "/api/users", owner)).status).toBe(401);
  await flushWrites();
  passes(MINUTE);
  await sendNotices(newServer());
  const types = events().map(({ body }) => body.type);
  expect(types.sort()).toEqual(["token.network_refused", "token.old_secret_used"]);
});

test("each is delivered once by any number of servers, and again after a failure", async () => {
  await disable();
  passes(MINUTE);
  receiver.answer = (response) => response.writeHead(503).end();
  await Promise.all([newServer(), newServer()].map(sendNotices));
  expect(events()).toHaveLength(1);
  receiver.answer = (response) => response.writeHead(204).end();
  await sendNotices(newServer());
  expect(events()).toHaveLength(1);
  passes(MINUTE);
  for (const send of [checkNotices, sendNotices]) await send(newServer());
  expect(events()).toHaveLength(2);
  expect(new Set(events().map(({ id }) => id)).size).toBe(1);
});

test("without a webhook nothing is stored to be sent later", async () => {
  useTestSettings();
  await disable();
  expect(await database().read.eventNotice.count()).toBe(0);
});

test("a deleted account sends no notices", async () => {
  await disable();
  await database().write((tx) => tx.account.updateMany({ data: { deletedAt: now } }));
  passes(MINUTE);
  await sendNotices(newServer());
  expect(events()).toEqual([]);
  expect(await database().read.eventNotice.findMany()).toMatchObject([{ nextAttemptAt: null }]);
});
