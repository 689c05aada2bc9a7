import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { databaseName, removeMarker, writeMarker } from "#lib/config/account-marker.ts";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { accountState } from "#lib/db/account-state.ts";
import { backUp, restore } from "#lib/db/backup.ts";
import { migrate } from "#lib/db/migrations.ts";
import { databaseToCopy, shelf } from "#lib/dev/testing/backups.ts";
import { rowsOf, using } from "#lib/dev/testing/migrations.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { assertAccount } from "./assert-account.ts";
import { openInstallation } from "./open-installation.ts";

afterEach(() => void vi.unstubAllEnvs());

/** Runs a command at the end of the migrating process, and keeps its output. */
async function atTheEndOfMigrating(args: string[], said: string): Promise<void> {
  const file = join(shelf(), "at-the-end.mjs");
  const command = [join(repositoryRoot(), "lib/cli/admin.ts"), ...args];
  await writeFile(
    file,
    `import { spawnSync } from "node:child_process";
     import { writeFileSync } from "node:fs";
     if (process.argv[1]?.endsWith("lib/cli/migrate.ts")) process.on("exit", () => {
       const env = { ...process.env, NODE_OPTIONS: "" };
       const done = spawnSync(process.execPath, ${JSON.stringify(command)}, { env, encoding: "utf8" });
       writeFileSync(${JSON.stringify(said)}, done.stdout + done.stderr);
     });`,
  );
  vi.stubEnv("NODE_OPTIONS", `--import ${file}`);
}

test("a start refuses restores from before its migration until the database is open, without a gap", async () => {
  const url = await databaseToCopy();
  const backup = join(shelf(), "gap");
  await backUp(url, backup, false);
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("NEXTAUTH_SECRET", "Zq3vX8mKp2LwR7tYb5NcJ1hGd9FsA4eU");
  useTestSettings({ databaseUrl: url });
  const said = join(shelf(), "said");
  await atTheEndOfMigrating(["restore", backup], said);
  const installation = await openInstallation();
  expect(await readFile(said, "utf8")).toBe(
    `A server or another command uses the database ${databaseName(url)}. Stop it first.\n`,
  );
  await installation.close();
  await expect(restore(url, backup)).resolves.toBeDefined();
});

test.each([undefined, "deleted elsewhere\n", "present elsewhere\n", "dam"])(
  "a start with an account repairs a marker left as %j by an upgrade or a kill",
  async (text) => {
    const url = await databaseToCopy();
    const dataFolder = await mkdtemp(join(shelf(), "data-"));
    const file = join(dataFolder, "account");
    if (text !== undefined) await writeFile(file, text);
    vi.stubEnv("DATABASE_URL", url);
    vi.stubEnv("NEXTAUTH_SECRET", "Zq3vX8mKp2LwR7tYb5NcJ1hGd9FsA4eU");
    useTestSettings({ databaseUrl: url, dataFolder });
    await assertAccount();
    await (await openInstallation()).close();
    expect(await readFile(file, "utf8")).toBe(`present ${databaseName(url)}\n`);
  },
);

test("refuses an empty database, and one with tables only, while there is a marker", async () => {
  const url = await databaseToCopy("empty");
  const dataFolder = await mkdtemp(join(shelf(), "data-"));
  useTestSettings({ databaseUrl: url, dataFolder });
  await assertAccount();
  writeMarker(dataFolder, { account: "present", database: databaseName(url) });
  await expect(assertAccount()).rejects.toThrow(/^This installation has an account, but its/);
  await migrate(url);
  await expect(assertAccount()).rejects.toThrow(/^This installation has an account, but its/);
  removeMarker(dataFolder);
  await assertAccount();
});

test("finds no account in a database without Roost's tables, and creates and changes nothing", async () => {
  const url = await databaseToCopy("empty");
  const file = url.slice("file:".length);
  expect(await accountState(url)).toBe("none");
  expect(existsSync(file)).toBe(false);
  await using(url, ({ write }) => write((tx) => tx.$executeRaw`CREATE TABLE "Other" (id TEXT)`));
  const read = () => (existsSync(file) ? readFile(file, "base64") : rowsOf(url));
  const before = await read();
  expect(await accountState(url)).toBe("none");
  expect(await read()).toEqual(before);
  expect(Object.keys(await rowsOf(url))).toEqual(["Other"]);
});

test("reads whether a database has or had an account", async () => {
  const url = await databaseToCopy("empty");
  await migrate(url);
  const lock = (id: number, atStart: boolean | null) => ({ id, lockedAt: new Date(), atStart });
  await using(url, async ({ write }) => {
    expect(await accountState(url)).toBe("none");
    await write((tx) => tx.setupLock.create({ data: lock(1, true) }));
    expect(await accountState(url)).toBe("none");
    await write((tx) => tx.setupLock.update({ where: { id: 1 }, data: { atStart: null } }));
    expect(await accountState(url)).toBe("deleted");
    const account = { id: "a", createdAt: new Date(), createdBy: "", settings: {} };
    await write((tx) => tx.account.create({ data: account }));
    expect(await accountState(url)).toBe("present");
    await write((tx) => tx.$executeRaw`ALTER TABLE "SetupLock" DROP COLUMN "atStart"`);
    await write((tx) => tx.$executeRaw`DELETE FROM "Account"`);
    expect(await accountState(url)).toBe("deleted");
  });
});
