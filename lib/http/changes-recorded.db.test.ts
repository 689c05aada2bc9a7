import { crc32 } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  markTokensUsed,
  type SeededAccount,
  seedAccount,
  seedToken,
  seedUser,
  setLastUse,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

let account: SeededAccount;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
});

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A well-formed token with the public ID of one token and the secret of another. */
function withPublicIdOf(text: string, other: string): string {
  const body = `${text.slice(4, 14)}${other.slice(14, 34)}`;
  const digits = Array.from({ length: 6 }, (_, place) =>
    DIGITS.charAt(Math.floor(crc32(body) / 62 ** (5 - place)) % 62),
  );
  return `nbp_${body}${digits.join("")}`;
}

const AGENT = { "user-agent": "a script/1", "x-roost-client-address": "192.0.2.7" };

test("each change records one event with actor, action, target and no secret", async () => {
  const owner = await seedUser(account, { role: "owner", name: "the owner" });
  const { id: tokenId, text: token } = await seedToken(owner.id);
  await markTokensUsed();
  const as = { token, headers: AGENT };
  const machine = { name: "m", role: "user", is_service_user: true };
  const { id } = (await callApi("POST", "/api/users", { ...as, body: machine })).body;
  const put = (body: object) => callApi("PUT", `/api/users/${id}`, { ...as, body });
  await put({ role: "admin", auto_groups: [], is_blocked: true });
  await put({ role: "admin", auto_groups: [] });
  await put({ role: "admin", auto_groups: [] });
  const wanted = { name: "t", expires_in: 1 };
  const made = await callApi("POST", `/api/users/${id}/tokens`, { ...as, body: wanted });
  const { plain_token: plain, personal_access_token: stored } = made.body;
  await callApi("DELETE", `/api/users/${id}/tokens/${stored.id}`, as);
  await callApi("DELETE", `/api/users/${id}`, as);

  const events = await database().read.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(events.map((event) => event.activityCode)).toEqual([
    "service.user.create",
    "user.block",
    "user.role.update",
    "user.unblock",
    "personal.access.token.create",
    "personal.access.token.delete",
    "service.user.delete",
  ]);
  for (const event of events) {
    expect(event).toMatchObject({
      initiatorId: owner.id,
      initiatorName: "the owner",
      targetId: id,
    });
    expect(event.meta).toMatchObject({
      address: "192.0.2.7",
      user_agent: "a script/1",
      token_id: tokenId,
    });
  }
  expect(JSON.stringify(events)).not.toContain(plain);
});

test("a refused change records no event", async () => {
  const reader = await seedUser(account, { role: "user", isServiceUser: true });
  const { text: token } = await seedToken(reader.id);
  await markTokensUsed();
  const body = { name: "x", role: "user", is_service_user: true };
  expect((await callApi("POST", "/api/users", { token, body })).status).toBe(403);
  expect(await database().read.auditEvent.count()).toBe(0);
});

test("a change whose event cannot be written is rolled back", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { text: token } = await seedToken(owner.id);
  await database().write((tx) => tx.$executeRawUnsafe('ALTER TABLE "AuditEvent" RENAME TO "Away"'));
  const body = { name: "unrecorded", role: "user", is_service_user: true };
  const answer = await callApi("POST", "/api/users", { token, body });
  expect(answer).toMatchObject({ status: 500, body: { message: "internal server error" } });
  expect(await database().read.user.count({ where: { name: "unrecorded" } })).toBe(0);
});

test("the last use is written with address and agent, at most once a minute", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { id, text: token } = await seedToken(owner.id);
  const row = () => database().read.token.findUnique({ where: { id } });
  await callApi("GET", "/api/users", { token, headers: AGENT });
  await flushWrites();
  const first = await row();
  expect(first).toMatchObject({ lastUsedIp: "192.0.2.7", lastUsedAgent: "a script/1" });
  await callApi("GET", "/api/users", { token, headers: { "user-agent": "another" } });
  await flushWrites();
  expect(await row()).toEqual(first);
  const before = new Date(Date.now() - 61_000);
  await database().write((tx) => setLastUse(tx, before));
  await callApi("GET", "/api/users", { token, headers: { "user-agent": "another" } });
  await flushWrites();
  expect(await row()).toMatchObject({ lastUsedAgent: "another" });
});

test("the eleventh wrong secret from an address waits; the owner and others do not", async () => {
  const owner = await seedUser(account, { role: "owner" });
  const { text } = await seedToken(owner.id);
  const stranger = await seedToken(owner.id);
  expect((await callApi("GET", "/api/users", { token: text })).status).toBe(200);
  const guesses = Array.from({ length: 11 }, () => newTokenText("nbp_").text);
  const statuses: number[] = [];
  for (const guess of guesses) {
    const answer = await callApi("GET", "/api/users", { token: withPublicIdOf(text, guess) });
    statuses.push(answer.status);
    if (answer.status === 429) {
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  for (const token of [text, stranger.text]) {
    expect((await callApi("GET", "/api/users", { token })).status).toBe(200);
  }
});
