import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import {
  deleteByHand,
  FAILING,
  fill,
  folderWith,
  MOTTO,
  rowsOf,
} from "#lib/dev/testing/migrations.ts";
import { migrate } from "./migrations.ts";
import { joinDatabase } from "./presence.ts";
import { databasePath } from "./sqlite-connection.ts";
import { connectSqlite } from "./sqlite-migration.ts";

const copiesOf = async (url: string) =>
  (await readdir(dirname(databasePath(url)))).filter((name) => name.includes(".before-"));

test("a file with rows is copied before an upgrade, and only the latest copy is kept", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const second = { ...MOTTO, "29990102000000_extra": `CREATE TABLE "Extra" (id TEXT);` };
  await migrate(url, folderWith(MOTTO));
  expect(await copiesOf(url)).toEqual(["roost.db.before-29990101000000_motto"]);
  expect(await rowsOf(`${url}.before-29990101000000_motto`)).toEqual(before);
  await migrate(url, folderWith(second));
  expect(await copiesOf(url)).toEqual(["roost.db.before-29990102000000_extra"]);
});

test("an upgrade keeps an operator's files and folders with names like its copy's", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const own = ["before-0.2", "before-20260101", "before-the-move"];
  for (const name of own) await writeFile(`${databasePath(url)}.${name}`, "a backup");
  await mkdir(`${databasePath(url)}.before-20260101000000_folder`);
  await migrate(url, folderWith(MOTTO));
  expect((await copiesOf(url)).sort()).toEqual(
    [...own, "before-20260101000000_folder", "before-29990101000000_motto"]
      .map((name) => `roost.db.${name}`)
      .sort(),
  );
});

test("a copy that cannot be named ends the upgrade before any change", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  await mkdir(`${databasePath(url)}.before-29990101000000_motto`);
  await expect(migrate(url, folderWith(MOTTO))).rejects.toThrow(
    /^The database could not be upgraded and is as it was before: EISDIR/,
  );
  expect(await rowsOf(url)).toEqual(before);
  expect(
    (await readdir(dirname(databasePath(url)))).filter((name) => /copying/.test(name)),
  ).toEqual([]);
});

test.each(["finish", "close"] as const)(
  "an upgrade whose %s fails is reported as done, and its copy is kept",
  async (step) => {
    const url = await freshDatabaseUrl("migrated");
    await fill(url);
    const before = await rowsOf(url);
    let copies: string[] = [];
    const connect = async () => {
      const connection = await connectSqlite(url);
      const fail = async () => {
        copies = await copiesOf(url);
        await connection.close();
        throw new Error("the disk is gone");
      };
      return { ...connection, [step]: fail };
    };
    await expect(migrate(url, folderWith(MOTTO), undefined, connect)).rejects.toThrow(
      /^The database was upgraded, but a step after that failed. Start again: the disk is gone$/,
    );
    expect(copies).toEqual(["roost.db.before-29990101000000_motto"]);
    expect(await rowsOf(`${url}.before-29990101000000_motto`)).toEqual(before);
    expect((await migrate(url, folderWith(MOTTO))).applied).toEqual([]);
  },
);

test("an error after a start without an upgrade mentions none", async () => {
  const url = await freshDatabaseUrl("migrated");
  const connect = async () => {
    const connection = await connectSqlite(url);
    return { ...connection, finish: () => Promise.reject(new Error("the disk is gone")) };
  };
  await expect(migrate(url, undefined, undefined, connect)).rejects.toThrow(
    /^The database is up to date, but cannot be used: the disk is gone$/,
  );
});

test("the copy has the writes made while the upgrade waited", async () => {
  const { url, database } = await freshDatabase();
  const waits = Promise.withResolvers<void>();
  const connect = async () => {
    const connection = await connectSqlite(url);
    const inTransaction: typeof connection.inTransaction = (work, done) => {
      waits.resolve();
      return connection.inTransaction(work, done);
    };
    return { ...connection, inTransaction };
  };
  let upgrade: Promise<unknown> = Promise.resolve();
  await database.write(async (tx) => {
    upgrade = migrate(url, folderWith(MOTTO), undefined, connect);
    await Promise.race([upgrade, waits.promise]);
    const data = { id: "late", createdAt: new Date(), createdBy: "", settings: {} };
    await tx.account.create({ data });
  });
  await upgrade;
  const copy = await rowsOf(`${url}.before-29990101000000_motto`);
  expect(copy.Account).toMatchObject([{ id: "late" }]);
});

test("of simultaneous upgrades, the kept copy is the one from before", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const folder = folderWith(MOTTO);
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)));
  expect(runs.flatMap((run) => run.applied)).toEqual(Object.keys(MOTTO));
  expect(await copiesOf(url)).toEqual(["roost.db.before-29990101000000_motto"]);
  expect(await rowsOf(`${url}.before-29990101000000_motto`)).toEqual(before);
});

test("a file is not copied if it is new, up to date, or if the upgrade fails", async () => {
  const url = await freshDatabaseUrl("empty");
  await migrate(url);
  await migrate(url);
  const bad = folderWith({ "29990102000000_bad": FAILING });
  await expect(migrate(url, bad)).rejects.toThrow();
  expect(await copiesOf(url)).toEqual([]);
});

test("a process killed during a migration leaves the file intact", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const endless = `DELETE FROM "Token"; CREATE TABLE "Extra" (id TEXT);
    INSERT INTO "Extra" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT hex(randomblob(500)) FROM n;`;
  const folder = folderWith({ "29990101000000_endless": endless });
  const migrations = new URL("./migrations.ts", import.meta.url).href;
  const code = `import { migrate } from "${migrations}"; await migrate(...process.argv.slice(1));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, url, folder]);
  const exit = once(child, "exit");
  const log = `${databasePath(url)}-wal`;
  const size = async () => (await stat(log).catch(() => ({ size: 0 }))).size;
  await expect.poll(size, { timeout: 30_000 }).toBeGreaterThan(5_000_000);
  child.kill("SIGKILL");
  await exit;
  expect(await rowsOf(url)).toEqual(before);
  expect((await migrate(url)).applied).toEqual([]);
});

test("a migration that would leave a dangling reference is undone", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const orphaning = folderWith({ "29990101000000_orphans": `DELETE FROM "Account";` });
  await expect(migrate(url, orphaning)).rejects.toThrow(
    /as it was before: it leaves rows that refer to missing rows: .*2 in User without Account/,
  );
  expect(await rowsOf(url)).toEqual(before);
});

test("dangling references from before an upgrade are reported and kept", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  deleteByHand(url, `DELETE FROM "Token" WHERE id = 'key 1'`);
  const before = await rowsOf(url);
  const { applied, orphans } = await migrate(url, folderWith(MOTTO));
  expect(applied).toEqual(Object.keys(MOTTO));
  expect(orphans).toMatch(/, 1 in TokenPart without Token/);
  expect(await rowsOf(url)).toMatchObject({ ...before, Account: [{}, {}] });
  expect(await migrate(url, folderWith(MOTTO))).toEqual({ applied: [] });
});

test("an upgrade that adds dangling references is undone, also beside older ones", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  deleteByHand(url, `DELETE FROM "Token" WHERE id = 'key 1'`);
  const before = await rowsOf(url);
  // As many as before, but others.
  const swapping = `DELETE FROM "TokenPart" WHERE "tokenId" = 'key 1';
    UPDATE "TokenPart" SET "tokenId" = 'none' WHERE "tokenId" = 'key 2';`;
  await expect(migrate(url, folderWith({ "29990101000000_swap": swapping }))).rejects.toThrow(
    /as it was before: it leaves .*: 1 in TokenPart without Token$/,
  );
  expect(await rowsOf(url)).toEqual(before);
});

test("the next start removes the leftovers of killed upgrades and restores, and nothing else", async () => {
  const url = await freshDatabaseUrl("migrated");
  const folder = dirname(databasePath(url));
  const uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const ours = [`copying-${uuid}`, `copying-${uuid}-journal`, `restoring-${uuid}-wal`];
  const others = ["copying-mine", `copying-${uuid}.bak`, `before-${uuid}`, `x.copying-${uuid}`];
  for (const name of [...ours, ...others]) await writeFile(join(folder, `roost.db.${name}`), "");
  await writeFile(join(folder, `other.db.copying-${uuid}`), "");
  await migrate(url);
  const left = (await readdir(folder)).filter((name) => /copying|restoring|before/.test(name));
  expect(left.sort()).toEqual(
    [`other.db.copying-${uuid}`, ...others.map((name) => `roost.db.${name}`)].sort(),
  );
});

test("a start does not remove another process's unfinished copy", async () => {
  const url = await freshDatabaseUrl("migrated");
  const upgrading = await joinDatabase(url);
  const draft = `${databasePath(url)}.copying-0f8fad5b-d9cb-469f-a165-70867728950e`;
  await writeFile(draft, "half");
  await migrate(url);
  expect((await stat(draft)).size).toBe(4);
  await upgrading.leave();
});
