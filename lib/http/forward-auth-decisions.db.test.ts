import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import { ask, CLIENT, startDoor } from "#lib/dev/testing/forward-auth.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedGroup, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";

let team: Team;
let url: string;
let port: number;
/** Of the service user `machine`. */
let token: string;
let tokenId: string;
beforeEach(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  team = await seedTeam();
  const seeded = await seedToken(team.machine.id, { scopes: ["service:ops", "service:wiki"] });
  ({ text: token, id: tokenId } = seeded);
  ({ port } = await startDoor());
});

const at = (slug: string) => `/api/auth/verify/${slug}`;
type Asked = Parameters<typeof ask>[1];
const statusOf = async (slug: string, asked: Asked = {}) =>
  (await ask(port, { token, path: at(slug), ...asked })).status;
const messageOf = async (slug: string, asked: Asked = {}) => {
  const { status, text } = await ask(port, { token, path: at(slug), ...asked });
  return [status, JSON.parse(text).message];
};
const join = (groupId: string, position = 0) =>
  database().write((tx) =>
    tx.membership.create({ data: { userId: team.machine.id, groupId, position } }),
  );

test("a token opens only services in its scopes, and the refusal names the scope", async () => {
  await seedService(team.account, { slug: "wiki" });
  await seedService(team.account, { slug: "ci" });
  expect(await statusOf("wiki")).toBe(200);
  const { status, headers, text } = await ask(port, { token, path: at("ci") });
  expect([status, JSON.parse(text).required_scope]).toEqual([403, ["service:ci"]]);
  expect(headers.get("www-authenticate")).toBe(
    'Bearer realm="roost", error="insufficient_scope", scope="service:ci"',
  );
  for (const unscoped of [team.owner.token, team.machine.token]) {
    expect(await statusOf("ci", { token: unscoped })).toBe(403);
  }
});

test("an unknown service is 403 for a valid token and 401 for every other", async () => {
  expect(await messageOf("ops")).toEqual([403, "unknown protected service"]);
  expect((await ask(port, { path: at("ops") })).status).toBe(401);
});

test("role and group must be listed ones, where the service lists any", async () => {
  const [dev, ops] = [
    await seedGroup(team.account, { name: "Dev, 🦆" }),
    await seedGroup(team.account, { name: "-" }),
  ];
  await seedService(team.account, { slug: "wiki", roles: ["owner"] });
  await seedService(team.account, { slug: "ops", roles: ["admin", "owner"], groups: [ops] });
  expect(await messageOf("wiki")).toEqual([403, expect.stringContaining("role")]);
  expect(await messageOf("ops")).toEqual([403, expect.stringContaining("group")]);
  await join(dev, 0);
  expect(await statusOf("ops")).toBe(403);
  await join(ops, 1);
  const { status, headers } = await ask(port, { token, path: at("ops") });
  expect([status, headers.get("x-roost-groups")]).toEqual([200, "Dev%2C%20%F0%9F%A6%86,%2D"]);
});

test("a restricted method counts only as the one value of the service's own header", async () => {
  await seedService(team.account, { slug: "wiki", methods: ["GET", "PROPFIND"] });
  await seedService(team.account, { slug: "ops", methods: ["GET"], headers: "x-original" });
  const asked = (slug: string, ...headers: string[]) => statusOf(slug, { headers });
  expect(await asked("wiki", "X-Forwarded-Method: PROPFIND")).toBe(200);
  expect(await asked("ops", "X-Original-Method: GET", "X-Forwarded-Method: POST")).toBe(200);
  for (const headers of [
    [],
    ["X-Forwarded-Method: POST"],
    ["X-Forwarded-Method: get"],
    ["X-Forwarded-Method: GET, GET"],
    ["X-Forwarded-Method: "],
    ["X-Original-Method: GET"],
    ["X_Forwarded_Method: GET"],
    ["X-Forwarded-Method: GET", "X-Forwarded-Method: GET"],
    ["X-Forwarded-Method: GET", "x-forwarded-method: POST"],
  ]) {
    expect(await messageOf("wiki", { headers })).toEqual([403, expect.stringContaining("method")]);
  }
  expect(await asked("ops", "X-Forwarded-Method: GET")).toBe(403);
  expect(await statusOf("wiki", { method: "PROPFIND" })).toBe(403);
});

test("tokens without the scope open what the service says, and all:read only to read", async () => {
  await seedService(team.account, { slug: "wiki", alsoAccepts: ["all:read", "unscoped"] });
  const readOnly = (await seedToken(team.machine.id, { scopes: ["all:read"] })).text;
  const all = (await seedToken(team.machine.id, { scopes: ["all"] })).text;
  const method = (name: string) => ({ headers: [`X-Forwarded-Method: ${name}`] });
  expect(await statusOf("wiki", { token: team.machine.token })).toBe(200);
  expect(await statusOf("wiki", { token: all, ...method("GET") })).toBe(403);
  expect(await statusOf("wiki", { token: readOnly })).toBe(403);
  expect(await statusOf("wiki", { token: readOnly, ...method("DELETE") })).toBe(403);
  for (const name of ["GET", "HEAD", "OPTIONS"]) {
    expect(await statusOf("wiki", { token: readOnly, ...method(name) })).toBe(200);
  }
});

test("a token with limits opens nothing, whatever its stored scopes", async () => {
  const alsoAccepts = ["all", "all:read", "unscoped"];
  await seedService(team.account, { slug: "wiki", alsoAccepts });
  for (const scopes of [null, "all", "service:wiki", ""]) {
    const change = (limits: string | null) =>
      database().write((tx) =>
        tx.token.update({ where: { id: tokenId }, data: { scopes, limits } }),
      );
    await change(null);
    expect([scopes, await statusOf("wiki")]).toEqual([scopes, scopes === "" ? 403 : 200]);
    await change("{}");
    expect([scopes, await statusOf("wiki")]).toEqual([scopes, 403]);
  }
});

test("each change by another process decides the next question", async () => {
  const groupId = await seedGroup(team.account);
  const id = await seedService(team.account, { slug: "wiki", groups: [groupId] });
  await join(groupId);
  const other = await openAgain(url);
  const machine = { where: { id: team.machine.id } };
  const row = { where: { id: tokenId } };
  const membership = { userId_position: { userId: team.machine.id, position: 0 } };
  const service = { where: { id } };
  type Change = Parameters<typeof other.write>[0];
  const changes: [Change, Change][] = [
    [
      (tx) => tx.user.update({ ...machine, data: { isBlocked: true } }),
      (tx) => tx.user.update({ ...machine, data: { isBlocked: false } }),
    ],
    [
      (tx) => tx.token.update({ ...row, data: { disabledAt: new Date() } }),
      (tx) => tx.token.update({ ...row, data: { disabledAt: null } }),
    ],
    [
      (tx) => tx.token.update({ ...row, data: { scopes: "service:ops" } }),
      (tx) => tx.token.update({ ...row, data: { scopes: "service:wiki" } }),
    ],
    [
      (tx) => tx.token.update({ ...row, data: { allowedNetworks: "192.0.2.0/24" } }),
      (tx) => tx.token.update({ ...row, data: { allowedNetworks: null } }),
    ],
    [
      (tx) => tx.membership.update({ where: membership, data: { groupId: "gone" } }),
      (tx) => tx.membership.update({ where: membership, data: { groupId } }),
    ],
    [
      (tx) => tx.protectedService.update({ ...service, data: { roles: "owner" } }),
      (tx) => tx.protectedService.update({ ...service, data: { roles: "admin owner" } }),
    ],
    [
      (tx) => tx.user.update({ ...machine, data: { role: "user" } }),
      (tx) => tx.user.update({ ...machine, data: { role: "admin" } }),
    ],
    [
      (tx) => tx.protectedService.update({ ...service, data: { methods: "GET" } }),
      (tx) => tx.protectedService.update({ ...service, data: { methods: null } }),
    ],
  ];
  expect(await statusOf("wiki")).toBe(200);
  for (const [index, [refuse, allow]] of changes.entries()) {
    await other.write(refuse);
    expect([index, await statusOf("wiki")]).toEqual([index, 403]);
    await other.write(allow);
    expect([index, await statusOf("wiki")]).toEqual([index, 200]);
  }
  await other.write((tx) => tx.token.delete(row));
  expect(await statusOf("wiki")).toBe(401);
});

test("a token with networks opens services only for a client that the proxy names", async () => {
  await seedService(team.account, { slug: "wiki" });
  const data = { allowedNetworks: "192.0.2.0/24 127.0.0.1/32" };
  await database().write((tx) => tx.token.update({ where: { id: tokenId }, data }));
  const from = (address: string | null, ...headers: string[]) =>
    statusOf("wiki", { from: address, headers });
  expect(await from("192.0.2.7")).toBe(200);
  expect(await from(CLIENT)).toBe(403);
  expect(await from("192.0.2.7, 203.0.113.9")).toBe(403);
  expect(await from("203.0.113.9, 192.0.2.7")).toBe(403);
  expect(await from("192.0.2.7", `X-Forwarded-For: ${CLIENT}`)).toBe(403);
  // Not even where the proxy's own address is among the networks.
  for (const address of [null, "", "unknown"]) expect(await from(address)).toBe(403);
});

test("a question is a use of the token for the service, and a refused one a refusal", async () => {
  await seedService(team.account, { slug: "wiki" });
  await seedService(team.account, { slug: "ci" });
  for (const slug of ["wiki", "wiki", "ci", "unknown"]) await statusOf(slug);
  await Promise.all([flushWrites(), flushUses()]);
  const select = { operation: true, count: true, refused: true };
  const { tokenUse, token: tokens, tokenAddress } = database().read;
  const uses = await tokenUse.findMany({ select, orderBy: { operation: "asc" } });
  expect(uses).toEqual([
    { operation: "verify:ci", count: 1, refused: 1 },
    { operation: "verify:wiki", count: 2, refused: 0 },
  ]);
  const { lastUsedIp } = await tokens.findUniqueOrThrow({ where: { id: tokenId } });
  expect(lastUsedIp).toBe(CLIENT);
  expect(await tokenAddress.findMany({ select: { address: true } })).toEqual([{ address: CLIENT }]);
});
