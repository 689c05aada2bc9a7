import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetGlobalSingleton, forgetGlobalSingletons } from "#lib/config/global-singleton.ts";
import { runShutdown } from "#lib/config/shutdown.ts";
import { HOUR_MS, MINUTE_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdServer } from "#lib/dev/testing/netbird.ts";
import {
  type SeededAccount,
  type SeededUser,
  seedAccount,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Connection, closeConnection, connection } from "#lib/netbird/connection.ts";
import { Credential } from "#lib/netbird/credential.ts";
import type { UpstreamNeed } from "#lib/policy/upstream-role.ts";
import { deleteOwnTokens, forgetToken, type MirrorToken } from "./minted.ts";
import { mirrorFor } from "./mirror-for.ts";
import { beat } from "./process.ts";
import { removeMirrors } from "./remove-mirrors.ts";
import { startMirrors } from "./start-mirrors.ts";
import { deleteTokensOfDead, sweepMirrors } from "./sweep-mirrors.ts";
import { setUpstreamRole } from "./upstream-users.ts";

let server: NetBirdStub;
let broker: Credential;
let account: SeededAccount;
let ci: SeededUser;

beforeEach(async () => {
  server = await netbirdServer();
  const { url, brokerToken: token } = server;
  useTestSettings({ netbird: { url, token, ca: undefined } });
  await freshDatabase();
  becomeNewProcess();
  broker = new Credential(token);
  account = await seedAccount();
  ci = await seedUser(account, { role: "admin", isServiceUser: true, name: "ci" });
});

afterEach(closeConnection);

const through = () => connection() as Connection;

function becomeNewProcess(): void {
  forgetGlobalSingletons(["settings", "database", "test-database", "file-end"]);
}

const READ: UpstreamNeed = { module: "peers", verb: "read" };
const WRITE_POLICY: UpstreamNeed = { module: "policies", verb: "update" };
const WRITE_KEY: UpstreamNeed = { module: "setup_keys", verb: "create" };

const call = (user: SeededUser, need: UpstreamNeed, isServiceUser = true) =>
  mirrorFor(
    broker,
    { accountId: account.id, userId: user.id, name: user.name, isServiceUser },
    need,
  );

/** The service users at the NetBird server besides the broker. */
const mirrors = () =>
  [...server.state.users.values()].filter(
    ({ id, isServiceUser }) => isServiceUser && id !== server.broker.id,
  );
const tokensOf = (id: string) =>
  [...server.state.tokens.values()].filter(({ userId }) => userId === id);
const works = async ({ credential }: MirrorToken): Promise<boolean> => {
  const headers = { authorization: credential.authorization() };
  return (await fetch(`${server.url}/api/peers`, { headers })).status === 200;
};

test("a service user has one mirror with its name, least role and one token, however many call at once", async () => {
  await seedToken(ci.id, { scopes: ["peers:read"] });
  const tokens = await Promise.all(Array.from({ length: 8 }, () => call(ci, READ)));
  expect(mirrors()).toMatchObject([{ name: "roost: ci", role: "user", isBlocked: false }]);
  expect(new Set(tokens.map(({ credential }) => credential)).size).toBe(1);
  expect(tokensOf(tokens[0]?.upstreamId ?? "")).toHaveLength(1);
  expect(await works(tokens[0] as MirrorToken)).toBe(true);
});

test("its role is the least for what its live tokens may do together", async () => {
  await seedToken(ci.id, { scopes: ["peers:read"] });
  await seedToken(ci.id, { scopes: ["policies:write"] });
  await seedToken(ci.id, { scopes: null, expiresAt: new Date(Date.now() - HOUR_MS) });
  await call(ci, WRITE_POLICY);
  expect(mirrors()).toMatchObject([{ role: "network_admin" }]);
  await seedToken(ci.id, { scopes: ["setup_keys:create"] });
  await call(ci, WRITE_KEY);
  expect(mirrors()).toMatchObject([{ role: "admin" }]);
});

test("a role that no live token needs is lowered, and raised again before the call that needs it", async () => {
  const { id } = await seedToken(ci.id, { scopes: ["setup_keys:create"] });
  await seedToken(ci.id, { scopes: ["peers:read"] });
  await call(ci, WRITE_KEY);
  await sweepMirrors(broker, new Date());
  expect(mirrors()).toMatchObject([{ role: "admin" }]);
  await database().write((tx) => tx.token.delete({ where: { id } }));
  await sweepMirrors(broker, new Date());
  expect(mirrors()).toMatchObject([{ role: "user" }]);
  await seedToken(ci.id, { scopes: ["setup_keys:create"] });
  await call(ci, WRITE_KEY);
  expect(mirrors()).toMatchObject([{ role: "admin" }]);
});

test("a wider role that an admin set at the server is taken back", async () => {
  await seedToken(ci.id, { scopes: ["peers:read"] });
  const { upstreamId } = await call(ci, READ);
  const mirror = server.state.users.get(upstreamId);
  if (mirror) mirror.role = "admin";
  await sweepMirrors(broker, new Date());
  expect(mirrors()).toMatchObject([{ role: "user" }]);
});

test("people share one mirror for each role that their calls need", async () => {
  const people = [
    await seedUser(account, { role: "owner" }),
    await seedUser(account, { role: "admin" }),
  ];
  for (const person of people) {
    for (const need of [READ, WRITE_POLICY, WRITE_KEY]) await call(person, need, false);
  }
  await sweepMirrors(broker, new Date());
  expect(mirrors().map(({ name, role }) => [name, role])).toEqual([
    ["roost: people (user)", "user"],
    ["roost: people (network_admin)", "network_admin"],
    ["roost: people (admin)", "admin"],
  ]);
});

test("blocking a service user deletes its mirror's tokens, and a later one works after it", async () => {
  await seedToken(ci.id);
  const { credential, upstreamId } = await call(ci, WRITE_KEY);
  const block = (isBlocked: boolean) =>
    database().write((tx) => tx.user.update({ where: { id: ci.id }, data: { isBlocked } }));
  await block(true);
  await sweepMirrors(broker, new Date());
  expect(tokensOf(upstreamId)).toEqual([]);
  expect(mirrors()).toMatchObject([{ role: "user" }]);
  const before = server.requests.length;
  await sweepMirrors(broker, new Date());
  // Only the list of users: it is done.
  expect(server.requests).toHaveLength(before + 1);
  await block(false);
  const again = await call(ci, WRITE_KEY);
  expect(again.credential).not.toBe(credential);
  expect(await works(again)).toBe(true);
});

test("deleting a service user deletes its mirror with its tokens, and nothing else", async () => {
  const other = await seedUser(account, { role: "admin", isServiceUser: true, name: "other" });
  const { upstreamId } = await call(ci, READ);
  await call(other, READ);
  await database().write((tx) => tx.user.delete({ where: { id: ci.id } }));
  await sweepMirrors(broker, new Date());
  expect(mirrors()).toMatchObject([{ name: "roost: other" }]);
  expect(tokensOf(upstreamId)).toEqual([]);
  expect(await database().read.netBirdMirror.count()).toBe(1);
});

test("a mirror that was deleted at the server is created again", async () => {
  const first = await call(ci, READ);
  server.state.users.delete(first.upstreamId);
  for (const { id } of tokensOf(first.upstreamId)) server.state.tokens.delete(id);
  forgetToken(first);
  const second = await call(ci, READ);
  expect(second.upstreamId).not.toBe(first.upstreamId);
  expect(await works(second)).toBe(true);
});

test("a mirror that the server's admins blocked stays blocked, and calls fail", async () => {
  const { upstreamId } = await call(ci, READ);
  const mirror = server.state.users.get(upstreamId);
  if (mirror) mirror.isBlocked = true;
  await expect(call(ci, WRITE_KEY)).rejects.toMatchObject({ problem: "bad_gateway" });
  await sweepMirrors(broker, new Date());
  expect(mirrors()).toMatchObject([{ isBlocked: true }]);
});

test("a service user of the same name at the server is never taken for a mirror", async () => {
  const body = { name: "roost: ci", role: "user", auto_groups: [], is_service_user: true };
  const made = await fetch(`${server.url}/api/users`, {
    method: "POST",
    headers: { authorization: `Token ${server.brokerToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const { id } = (await made.json()) as { id: string };
  const { upstreamId } = await call(ci, WRITE_KEY);
  expect(upstreamId).not.toBe(id);
  expect(server.state.users.get(id)).toMatchObject({ role: "user" });
});

test("a token serves until it is refused", async () => {
  const first = await call(ci, READ);
  expect((await call(ci, READ)).credential).toBe(first.credential);
  forgetToken({ ...first, credential: new Credential("another") });
  expect((await call(ci, READ)).credential).toBe(first.credential);
  forgetToken(first);
  expect((await call(ci, READ)).credential).not.toBe(first.credential);
});

test("stopping deletes the tokens of this process and leaves those of others", async () => {
  const other = await call(ci, READ);
  becomeNewProcess();
  const own = await call(ci, READ);
  await deleteOwnTokens(broker);
  expect([await works(own), await works(other)]).toEqual([false, true]);
  expect(tokensOf(other.upstreamId)).toHaveLength(1);
});

test("tokens of a dead process are deleted by another one, those of a living one are not", async () => {
  const dead = await call(ci, READ);
  becomeNewProcess();
  const own = await call(ci, READ);
  await deleteTokensOfDead(broker, new Date());
  expect([await works(dead), await works(own)]).toEqual([true, true]);
  const later = new Date(Date.now() + 10 * MINUTE_MS);
  await beat(later);
  await deleteTokensOfDead(broker, later);
  expect([await works(dead), await works(own)]).toEqual([false, true]);
  expect(await database().read.netBirdProcess.count()).toBe(1);
});

test("removing all mirrors leaves the server as it was", async () => {
  const before = JSON.stringify([...server.state.users.keys(), ...server.state.tokens.keys()]);
  await call(ci, WRITE_KEY);
  await call(await seedUser(account, { role: "owner" }), READ, false);
  expect(await removeMirrors(through())).toEqual({ removed: 2 });
  const after = JSON.stringify([...server.state.users.keys(), ...server.state.tokens.keys()]);
  expect(after).toBe(before);
  expect(await database().read.netBirdMirror.count()).toBe(0);
});

test("calls that come while a mirror is prepared use what the first one prepared", async () => {
  await seedToken(ci.id, { scopes: ["peers:read"] });
  await call(ci, READ);
  server.requests.length = 0;
  const end = server.misbehave({ delayMs: 50 });
  await Promise.all(Array.from({ length: 40 }, () => call(ci, WRITE_KEY)));
  end();
  // One list, one change.
  expect(server.requests.map(({ method }) => method)).toEqual(["GET", "PUT"]);
});

test("the ID of a created service user is stored, whatever fails after it", async () => {
  const end = server.misbehave(faults.internal, ({ method, url }) => {
    return method === "GET" && url.startsWith("/api/users");
  });
  await expect(call(ci, WRITE_KEY)).rejects.toThrow();
  end();
  const [row] = await database().read.netBirdMirror.findMany();
  expect(mirrors().map(({ id }) => id)).toEqual([row?.upstreamId]);
  await call(ci, WRITE_KEY);
  expect(mirrors()).toHaveLength(1);
});

test("a change of the role never unblocks, even if the block came a moment ago", async () => {
  const { upstreamId } = await call(ci, READ);
  const mirror = server.state.users.get(upstreamId);
  if (mirror) mirror.isBlocked = true;
  expect(await setUpstreamRole(broker, upstreamId, "admin")).toBe("blocked");
  expect(mirrors()).toMatchObject([{ isBlocked: true, role: "user" }]);
  server.state.users.delete(upstreamId);
  expect(await setUpstreamRole(broker, upstreamId, "admin")).toBe("gone");
});

const pin = (upstreamAccountId: string) =>
  database().write((tx) =>
    tx.netBirdServer.create({
      data: { accountId: account.id, upstreamAccountId, brokerId: server.broker.id },
    }),
  );

test("at the server of another account nothing is changed, and nothing is forgotten", async () => {
  await call(ci, READ);
  await pin("another account");
  await database().write((tx) => tx.user.delete({ where: { id: ci.id } }));
  const writes = () => server.requests.filter(({ method }) => method !== "GET").length;
  const before = writes();
  startMirrors(through());
  await deleteOwnTokensLater();
  expect(writes() - before).toBe(0);
  expect(await database().read.netBirdMirror.count()).toBe(1);
  expect(await removeMirrors(through())).toEqual({
    refused: expect.stringContaining("another account"),
  });
  expect(await database().read.netBirdMirror.count()).toBe(1);
});

/** Until the round that runs has ended; a new process has no tokens to delete. */
async function deleteOwnTokensLater(): Promise<void> {
  forgetGlobalSingleton("netbird-tokens");
  await runShutdown((_, error) => {
    throw error;
  });
}

test("nothing is removed while a server of Roost uses NetBird", async () => {
  await call(ci, READ);
  becomeNewProcess();
  expect(await removeMirrors(through())).toEqual({ refused: expect.stringContaining("Stop it") });
  expect(mirrors()).toHaveLength(1);
});

test("a 404 that is not NetBird's own does not count as deleted", async () => {
  await call(ci, READ);
  const body = JSON.stringify({ message: "no Route matched with those values" });
  const headers = { "content-type": "application/json" };
  const isDelete = ({ method }: { method: string }) => method === "DELETE";
  server.misbehave({ answer: { status: 404, headers, body } }, isDelete);
  await expect(removeMirrors(through())).rejects.toMatchObject({ problem: "bad_gateway" });
  expect(await database().read.netBirdMirror.count()).toBe(1);
});
