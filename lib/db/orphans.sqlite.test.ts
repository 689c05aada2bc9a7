import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { deleteByHand, fill, rowsOf } from "#lib/dev/testing/migrations.ts";
import { backUp, restore } from "./backup.ts";
import { addedOrphans } from "./orphans.ts";
import { databasePath } from "./sqlite-connection.ts";

test("rows that refer to missing rows are backed up, restored and reported", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  deleteByHand(url, `DELETE FROM "Token" WHERE id = 'key 1'`);
  const before = await rowsOf(url);
  const file = join(dirname(databasePath(url)), "backup");
  const { orphans } = await backUp(url, file, false);
  expect(orphans).toMatch(/, 1 in TokenPart without Token, 1 in TokenSecret without Token$/);
  deleteByHand(url, `DELETE FROM "TokenPart"`);
  expect((await restore(url, file)).content.orphans).toBe(orphans);
  expect(await rowsOf(url)).toEqual(before);
});

test("further rows that refer to the same missing row count as added", () => {
  const orphan = { table: "Token", parent: "User", missing: '["a"]', count: 2 };
  expect(addedOrphans([orphan], [orphan])).toEqual([]);
  expect(addedOrphans([orphan], [{ ...orphan, count: 5 }])).toEqual([{ ...orphan, count: 3 }]);
  const other = { ...orphan, missing: '["b"]', count: 1 };
  expect(addedOrphans([orphan], [other])).toEqual([other]);
});
