import { beforeEach, expect, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { database } from "#lib/db/database.ts";
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

test("what an older version stored is found as what is stored now", async () => {
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
  // As the first version made them on SQLite: only ASCII in lower case.
  const nameKey = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  await database().write(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { nameKey } });
    await tx.group.update({ where: { id: groupId }, data: { nameKey } });
    await tx.token.update({ where: { id: token.id }, data: { nameKey } });
    await tx.tokenPart.deleteMany({ where: { tokenId: token.id } });
    await tx.auditEvent.updateMany({ data: { searchKey: null } });
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
});

test("events that an older version writes after the new keys get theirs at the next start", async () => {
  await rewriteKeys();
  const at = new Date();
  const meta = { name: "Late Straße" };
  await seedEvents(team.account, [{ at, code: "group.add", meta }]);
  await database().write((tx) => tx.auditEvent.updateMany({ data: { searchKey: null } }));
  const path = "/api/events/audit?search=late%20strasse";
  expect(await found(path)).toBe(0);
  await rewriteKeys();
  expect(await found(path)).toBe(1);
});

test("names with quotes, percent signs and backslashes get the keys of their own texts", async () => {
  const names = Array.from({ length: 250 }, (_, n) => `O'Brien "${n}" %_\\ ?`);
  const ids: string[] = [];
  for (const name of names) ids.push(await seedGroup(team.account, { name }));
  await database().write((tx) => tx.group.updateMany({ data: { nameKey: "" } }));
  await rewriteKeys();
  const rows = await database().read.group.findMany({ where: { id: { in: ids } } });
  for (const { name, nameKey } of rows) expect(nameKey).toBe(nameKeyOf(name));
});

test("keys are written once for each rule", async () => {
  await rewriteKeys();
  await seedGroup(team.account, { name: "later" });
  await database().write((tx) => tx.group.updateMany({ data: { nameKey: "kept" } }));
  await rewriteKeys();
  expect(await database().read.group.count({ where: { nameKey: "kept" } })).toBeGreaterThan(0);
  await database().write((tx) => tx.searchKeys.deleteMany());
  await Promise.all([rewriteKeys(), rewriteKeys()]).catch(() => rewriteKeys());
  expect(await database().read.group.count({ where: { nameKey: "kept" } })).toBe(0);
});
