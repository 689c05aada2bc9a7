import { beforeEach, expect, onTestFinished, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { database, type Tx, useDatabase } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  seedEvents,
  seedGroup,
  seedToken,
  seedUser,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { rewriteKeys } from "./rewrite-keys.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const found = async (path: string) =>
  (await callApi("GET", path, { token: team.owner.token })).body.length;

test("finds rows that an older version stored", async () => {
  const name = "İSTANBUL Straße";
  const user = await seedUser(team.account, { role: "user", isServiceUser: true, name });
  const groupId = await seedGroup(team.account, { name });
  const token = await seedToken(user.id, { name });
  const at = new Date();
  await seedEvents(
    team.account,
    Array.from({ length: 450 }, (_, n) => ({
      at,
      code: "group.add",
      meta: { name: `Büro ${n}.` },
    })),
  );
  // As the first version stored them on SQLite: only ASCII in lower case.
  const nameKey = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  await database().write(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { nameKey } });
    await tx.group.update({ where: { id: groupId }, data: { nameKey } });
    await tx.token.update({ where: { id: token.id }, data: { nameKey } });
    await tx.tokenPart.deleteMany({ where: { tokenId: token.id } });
    await tx.tokenPart.create({ data: { tokenId: token.id, part: "of an older rule" } });
    await tx.auditEvent.updateMany({ data: { searchKey: null } });
    await tx.eventTerm.deleteMany();
  });
  const searches = [
    "/api/users?search=istanbul",
    "/api/groups?search=STRASSE",
    `/api/users/${user.id}/tokens?search=strasse`,
    "/api/tokens?search=Istanbul",
    "/api/events/audit?search=b%C3%BCro%20449.",
    "/api/events/audit?search=b%C3%BCro%200.",
  ];
  for (const path of searches) expect([path, await found(path)]).toEqual([path, 0]);
  await rewriteKeys();
  for (const path of searches) expect([path, await found(path)]).toEqual([path, 1]);
  expect(await found("/api/tokens?search=of%20an%20older")).toBe(0);
});

test.each([true, false])(
  "events written by an older version after the rewrite, with a key: %s, are found after the next start",
  async (withKey) => {
    await rewriteKeys();
    const at = new Date();
    const meta = { name: "Late Straße" };
    await seedEvents(team.account, [{ at, code: "group.add", meta }]);
    await database().write(async (tx) => {
      if (!withKey) await tx.auditEvent.updateMany({ data: { searchKey: null } });
      await tx.eventTerm.deleteMany();
    });
    const path = "/api/events/audit?search=late%20strasse";
    expect(await found(path)).toBe(0);
    await rewriteKeys();
    expect(await found(path)).toBe(1);
  },
);

test("names with quotes, percent signs and backslashes get their own keys", async () => {
  const names = Array.from({ length: 250 }, (_, n) => `O'Brien "${n}" %_\\ ?`);
  const ids: string[] = [];
  for (const name of names) ids.push(await seedGroup(team.account, { name }));
  await database().write((tx) => tx.group.updateMany({ data: { nameKey: "" } }));
  await rewriteKeys();
  const rows = await database().read.group.findMany({ where: { id: { in: ids } } });
  for (const { name, nameKey } of rows) expect(nameKey).toBe(nameKeyOf(name));
});

/** The writes of the work: the table of each raw statement, the model of other calls. */
async function keyWritesDuring(work: () => Promise<void>): Promise<string[]> {
  const real = database();
  onTestFinished(() => useDatabase(real));
  const writes: string[] = [];
  const noting = (tx: Tx) =>
    new Proxy(tx, {
      get(target, key) {
        if (key === "group" || key === "user") writes.push(key);
        const value = Reflect.get(target, key);
        if (key === "auditEvent") return { findMany: target.auditEvent.findMany };
        if (key !== "$executeRaw") return typeof value === "function" ? value.bind(target) : value;
        return (strings: TemplateStringsArray, ...values: unknown[]) => {
          // Other writes of the process, such as uses of tokens, may come between.
          const [, table] =
            /UPDATE "(\w+)" AS "row"/.exec(Prisma.sql(strings, ...values).sql) ?? [];
          if (table !== undefined) writes.push(table);
          return target.$executeRaw(strings, ...values);
        };
      },
    });
  useDatabase({ ...real, write: (each) => real.write((tx) => each(noting(tx))) });
  await work();
  return writes;
}

test("writes 200 names or events with one statement", async () => {
  await seedUser(team.account, { role: "user", isServiceUser: true });
  for (let n = 0; n < 201; n += 1) await seedGroup(team.account, { name: `group ${n}` });
  const one = { at: new Date(), code: "group.add", meta: { name: "Straße" } } as const;
  await seedEvents(
    team.account,
    Array.from({ length: 201 }, () => one),
  );
  await database().write(async (tx) => {
    await tx.auditEvent.updateMany({ data: { searchKey: null } });
    await tx.group.updateMany({ data: { nameKey: "" } });
    await tx.user.updateMany({ data: { nameKey: "" } });
  });
  expect(await keyWritesDuring(rewriteKeys)).toEqual([
    "User",
    ...["Group", "Group"],
    ...["AuditEvent", "AuditEvent"],
  ]);
  const left = { where: { nameKey: "" } };
  const { read } = database();
  expect([await read.group.count(left), await read.user.count(left)]).toEqual([0, 0]);
});

test("a group renamed during the rewrite keeps the key of its new name", async () => {
  const id = await seedGroup(team.account, { name: "before" });
  await database().write((tx) => tx.group.update({ where: { id }, data: { nameKey: "" } }));
  const real = database();
  onTestFinished(() => useDatabase(real));
  const data = { name: "After", nameKey: nameKeyOf("After") };
  let renamed: Promise<unknown> | undefined;
  useDatabase({
    ...real,
    async write(work) {
      renamed ??= real.write((tx) => tx.group.update({ where: { id }, data }));
      await renamed;
      return real.write(work);
    },
  });
  await rewriteKeys();
  expect(await real.read.group.findUnique({ where: { id } })).toMatchObject(data);
});

test("writes keys once per rule", async () => {
  await rewriteKeys();
  await seedGroup(team.account, { name: "later" });
  await database().write((tx) => tx.group.updateMany({ data: { nameKey: "kept" } }));
  await rewriteKeys();
  expect(await database().read.group.count({ where: { nameKey: "kept" } })).toBeGreaterThan(0);
  await database().write((tx) => tx.searchKeys.deleteMany());
  await Promise.all([rewriteKeys(), rewriteKeys()]).catch(() => rewriteKeys());
  expect(await database().read.group.count({ where: { nameKey: "kept" } })).toBe(0);
});
