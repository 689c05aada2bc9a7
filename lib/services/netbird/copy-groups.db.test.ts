import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { objectsAt } from "#lib/dev/testing/netbird/state.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedGroup, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import { nameGroups } from "../groups/name-groups.ts";
import { findServiceFor } from "../protected-services/find-protected-service.ts";
import { copyGroup, copyGroups, dropGroup } from "./copy-groups.ts";
import { removeMirrors } from "./remove-mirrors.ts";

let team: Team;
let server: NetBirdStub;
let connection: Connection;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ server, connection } = await netbirdBehind());
});

const upstream = () => objectsAt(server.state, "/api/groups");
const add = (id: string, name: string) => upstream().set(id, { id, name, peers: [] });
const copies = async () => {
  const where = { upstream: true };
  const rows = await database().read.group.findMany({ where, orderBy: { name: "asc" } });
  return rows.map(({ id, name }) => [id, name]);
};
const copied = async () => {
  await copyGroups(connection.broker);
  return copies();
};

test("the copies are NetBird's groups but All, and follow each change", async () => {
  upstream().clear();
  add("all", "All");
  add("g1", "ops");
  add("g2", "dev");
  expect(await copied()).toEqual([
    ["g2", "dev"],
    ["g1", "ops"],
  ]);
  add("g1", "operations");
  upstream().delete("g2");
  expect(await copied()).toEqual([["g1", "operations"]]);
});

test("copies can be given to users, and only they are offered", async () => {
  await seedGroup(team.account, { name: "Roost's own" });
  upstream().clear();
  add("g1", "ops");
  await copyGroups(connection.broker);
  const { token } = team.owner;
  const body = { name: "m", role: "user", auto_groups: ["g1"], is_service_user: true };
  const made = await callApi("POST", "/api/users", { token, body });
  expect([made.status, made.body.auto_groups]).toEqual([200, ["g1"]]);
  const path = `/api/users/${made.body.id}`;
  const changed = { role: "user", auto_groups: ["g1"], is_blocked: false };
  expect((await callApi("PUT", path, { token, body: changed })).status).toBe(200);
  const actor = { accountId: team.account.id, role: "owner", scopes: null, isServiceUser: false };
  const offered = await nameGroups(actor as Parameters<typeof nameGroups>[0], 10);
  expect(offered).toEqual([{ id: "g1", name: "ops" }]);
});

test("a copy that a protected service lists stays, since without it the service would admit everyone", async () => {
  upstream().clear();
  add("g1", "ops");
  await copyGroups(connection.broker);
  await seedService(team.account, { slug: "wiki", groups: ["g1"] });
  upstream().clear();
  expect(await copied()).toEqual([["g1", "ops"]]);
  await dropGroup("g1");
  expect(await copies()).toEqual([["g1", "ops"]]);
});

test("no one is in a group that NetBird deleted, and all are again if it comes back", async () => {
  upstream().clear();
  add("g1", "ops");
  await copyGroups(connection.broker);
  await seedService(team.account, { slug: "wiki", groups: ["g1"] });
  const { id } = team.machine;
  await database().write((tx) =>
    tx.membership.create({ data: { userId: id, groupId: "g1", position: 0 } }),
  );
  const asked = { accountId: team.account.id, userId: id };
  const member = async () => (await findServiceFor(asked, "wiki")).groups.length;
  expect(await member()).toBe(1);
  upstream().clear();
  await copyGroups(connection.broker);
  expect(await member()).toBe(0);
  add("g1", "ops");
  await copyGroups(connection.broker);
  expect(await member()).toBe(1);
});

test("a group that was changed through Roost is known at once", async () => {
  await copyGroup(team.account.id, { id: "g9", name: "new" });
  await copyGroup(team.account.id, { id: "g9", name: "newer" });
  expect(await copies()).toEqual([["g9", "newer"]]);
  await dropGroup("g9");
  expect(await copies()).toEqual([]);
});

test("an answer that is no list of groups changes nothing", async () => {
  upstream().clear();
  add("g1", "ops");
  await copyGroups(connection.broker);
  for (const [status, body] of [
    [200, "null"],
    [200, '{"data":[]}'],
    [403, '{"message":"permission denied","code":403}'],
  ] as const) {
    const headers = { "content-type": "application/json" };
    const end = server.misbehave({ answer: { status, headers, body } });
    await expect(copyGroups(connection.broker)).rejects.toThrow();
    end();
  }
  expect(await copies()).toEqual([["g1", "ops"]]);
});

test("after NetBird is taken away, copies are groups of Roost", async () => {
  upstream().clear();
  add("g1", "ops");
  await copyGroups(connection.broker);
  expect(await removeMirrors(connection)).toEqual({ removed: 0 });
  expect(await copies()).toEqual([]);
  expect(await database().read.group.count({ where: { id: "g1" } })).toBe(1);
  // And its copy again, if it comes back.
  expect(await copied()).toEqual([["g1", "ops"]]);
});
