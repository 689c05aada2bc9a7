import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { databaseToCopy, shelf } from "#lib/dev/testing/backups.ts";
import { backUp, restore } from "./backup.ts";
import { databasePath } from "./sqlite-connection.ts";

test("a database restored from a world-readable file is readable by its owner only", async () => {
  const url = await databaseToCopy();
  const file = join(shelf(), "readable-by-all");
  await backUp(url, file, false);
  await chmod(file, 0o644);
  await restore(url, file);
  expect(((await stat(databasePath(url))).mode & 0o777).toString(8)).toBe("600");
});
