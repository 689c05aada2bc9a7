import { expect, test, vi } from "vitest";
import { migrate } from "#lib/db/migrations.ts";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { deleteByHand, fill, folderOf, names } from "#lib/dev/testing/migrations.ts";
import { migrateDatabase } from "./migrate-database.ts";

test("a start that upgrades logs in one line which rows refer to missing rows", async () => {
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(names.length - 1));
  await fill(url);
  deleteByHand(url, `DELETE FROM "Token" WHERE id = 'key 1'`);
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("NEXTAUTH_SECRET", "Zq3vX8mKp2LwR7tYb5NcJ1hGd9FsA4eU");
  const log = captureLog();
  await migrateDatabase();
  await migrateDatabase();
  expect(log.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: "warn",
      msg: expect.stringMatching(
        /^Rows .* missing rows, .*, 1 in TokenPart without Token, 1 in TokenSecret without Token\. They/,
      ),
    }),
  ]);
});
