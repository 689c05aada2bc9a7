import { beforeEach, expect, test } from "vitest";
import { database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import { seedAccount, setLastUse, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { findToken } from "#lib/services/credentials.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { recordTokenUse } from "#lib/services/usage/record-use.ts";

const FIRST = { "x-roost-client-address": "192.0.2.7", "user-agent": "first/1" };
const SECOND = { "x-roost-client-address": "192.0.2.8", "user-agent": "second/1" };

let url: string;
let machine: Member;
beforeEach(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  machine = await seedMember(await seedAccount(), { role: "admin", isServiceUser: true });
});

const use = (headers: Record<string, string>) =>
  callApi("GET", "/api/users", { token: machine.token, headers });
const events = () => database().read.auditEvent.findMany();
const lastUsed = () => database().read.token.findUnique({ where: { id: machine.tokenId } });

/** Sets the last use back, so that the next one is written again. */
const longAgo = () => database().write((tx) => setLastUse(tx, new Date(Date.now() - 3_600_000)));

test("only the first use of a token is an event, with its address and agent", async () => {
  await use(FIRST);
  await use(SECOND);
  await flushWrites();
  const [event, ...more] = await events();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    activityCode: "personal.access.token.first_use",
    initiatorId: machine.id,
    initiatorName: machine.name,
    targetId: machine.id,
    meta: {
      name: "seeded",
      target_token_id: machine.tokenId,
      token_id: machine.tokenId,
      is_service_user: "true",
      user_name: machine.name,
      address: "192.0.2.7",
      user_agent: "first/1",
    },
  });
  await longAgo();
  await use(SECOND);
  await flushWrites();
  expect(await lastUsed()).toMatchObject({ lastUsedAgent: "second/1" });
  expect(await events()).toHaveLength(1);
});

test("two instances with simultaneous first uses record one event", async () => {
  const [one, other] = [database(), await openAgain(url)];
  const token = await findToken(machine.publicId);
  if (token === null) throw new Error("it was created");
  const flushes: Promise<void>[] = [];
  for (const [instance, address] of [
    [one, "192.0.2.7"],
    [other, "192.0.2.8"],
  ] as const) {
    useDatabase(instance);
    recordTokenUse(token, { address, userAgent: "a", requestId: "r" });
    flushes.push(flushWrites());
  }
  await Promise.all(flushes);
  expect(await events()).toHaveLength(1);
});

test("the first use is written only together with its event", async () => {
  await database().write((tx) => tx.$executeRawUnsafe('ALTER TABLE "AuditEvent" RENAME TO "Away"'));
  expect((await use(FIRST)).status).toBe(200);
  await flushWrites();
  expect(await lastUsed()).toMatchObject({ lastUsedAt: null });
});

test("a token revoked before its use is written leaves no event of it", async () => {
  await use(FIRST);
  await database().write((tx) => tx.token.deleteMany());
  await flushWrites();
  expect(await events()).toEqual([]);
});

test("a token that reads itself sees that call before it is written", async () => {
  const path = `/api/users/${machine.id}/tokens`;
  const [listed] = (await callApi("GET", path, { token: machine.token, headers: FIRST })).body;
  expect(listed).toMatchObject({ last_used_ip: "192.0.2.7" });
  expect((await lastUsed())?.lastUsedAt).toBeNull();
  const one = `${path}/${machine.tokenId}`;
  await callApi("GET", one, { token: machine.token, headers: SECOND });
  await flushWrites();
  const after = await callApi("GET", one, { token: machine.token, headers: SECOND });
  expect(after.body.last_used).toBe((await lastUsed())?.lastUsedAt?.toISOString());
});

test("a use that could not be written is not shown for ever", async () => {
  await use(FIRST);
  const real = database();
  useDatabase({ ...real, write: () => Promise.reject(new Error("no room")) });
  await flushWrites();
  const asOwner = await callApi("GET", `/api/tokens?id=${machine.tokenId}`, {
    token: machine.token,
    headers: SECOND,
  });
  useDatabase(real);
  expect(asOwner.body.items?.[0] ?? asOwner.body[0]).toMatchObject({ last_used_ip: "192.0.2.8" });
});
