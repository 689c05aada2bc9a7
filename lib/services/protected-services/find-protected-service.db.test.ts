import { beforeEach, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedGroup,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { findServiceFor } from "./find-protected-service.ts";

let account: SeededAccount;
let groups: string[];
/** Another connection, as of another server. */
let other: Database;
beforeEach(async () => {
  useTestSettings();
  const { url } = await freshDatabase();
  account = await seedAccount();
  groups = [
    await seedGroup(account, { name: "Devs" }),
    await seedGroup(account, { name: "Admins" }),
  ].sort();
  other = await openAgain(url);
});

const at = new Date("2026-11-28T09:00:00.000Z");
const create = () =>
  other.write((tx) =>
    tx.protectedService.create({
      data: {
        ...{ id: "service", accountId: account.id, slug: "wiki", description: null },
        ...{ roles: "admin owner", methods: null, headers: "x-original" },
        ...{ alsoAccepts: "all unscoped", challenge: "basic", createdAt: at, updatedAt: at },
      },
    }),
  );
const findIn = async (accountId: string, slug: string) =>
  (await findServiceFor({ accountId, userId: "none" }, slug)).service;
const find = () => findIn(account.id, "wiki");

test("a service is found by its slug in its account alone, as it is stored", async () => {
  await create();
  expect(await find()).toEqual({
    ...{ id: "service", slug: "wiki", description: null, groups: [] },
    ...{ roles: ["admin", "owner"], methods: null, headers: "x-original" },
    ...{ alsoAccepts: ["all", "unscoped"], challenge: "basic", createdAt: at, updatedAt: at },
  });
  expect(await findIn(account.id, "Wiki")).toBeNull();
  expect(await findIn((await seedAccount()).id, "wiki")).toBeNull();
});

test("the next read sees each change that another connection commits", async () => {
  expect(await find()).toBeNull();
  await create();
  expect(await find()).toMatchObject({ methods: null, groups: [] });
  const [first = "", second] = groups;
  const data = groups.map((groupId) => ({ groupId, serviceId: "service" }));
  await other.write((tx) => tx.protectedServiceGroup.createMany({ data }));
  expect(await find()).toMatchObject({ groups });
  await other.write((tx) =>
    tx.protectedService.update({
      where: { id: "service" },
      data: { methods: "GET HEAD", roles: "", groups: { deleteMany: { groupId: first } } },
    }),
  );
  expect(await find()).toMatchObject({ methods: ["GET", "HEAD"], roles: [], groups: [second] });
  await other.write((tx) => tx.protectedService.delete({ where: { id: "service" } }));
  expect(await find()).toBeNull();
});

test("a group that a service lists cannot be deleted before it", async () => {
  await create();
  const [groupId = ""] = groups;
  const data = { serviceId: "service", groupId };
  await other.write((tx) => tx.protectedServiceGroup.create({ data }));
  const deletion = () => other.write((tx) => tx.group.delete({ where: { id: groupId } }));
  await expect(deletion()).rejects.toThrow();
  await other.write((tx) => tx.protectedService.delete({ where: { id: "service" } }));
  await deletion();
});

test("the groups of a user are those that exist, in order, after each change", async () => {
  const { id: userId } = await seedUser(account, { role: "user", isServiceUser: true });
  const names = async () => {
    const { groups } = await findServiceFor({ accountId: account.id, userId }, "none");
    return groups.map(({ name }) => name);
  };
  const assign = (ids: string[]) =>
    other.write(async (tx) => {
      await tx.membership.deleteMany({ where: { userId } });
      const data = ids.map((groupId, position) => ({ userId, groupId, position }));
      await tx.membership.createMany({ data });
    });
  expect(await names()).toEqual([]);
  const [devs = "", admins = ""] = await ids("Devs", "Admins");
  await assign([devs, "gone", admins]);
  expect(await names()).toEqual(["Devs", "Admins"]);
  await assign([admins, devs]);
  expect(await names()).toEqual(["Admins", "Devs"]);
  await other.write((tx) => tx.group.update({ where: { id: devs }, data: { name: "Makers" } }));
  expect(await names()).toEqual(["Admins", "Makers"]);
  await assign([]);
  expect(await names()).toEqual([]);
  const elsewhere = await seedGroup(await seedAccount());
  await assign([elsewhere]);
  expect(await names()).toEqual([]);
});

const ids = (...names: string[]) =>
  Promise.all(
    names.map(async (name) => {
      const { id } = await other.read.group.findFirstOrThrow({ where: { name } });
      return id;
    }),
  );
