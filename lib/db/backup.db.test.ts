import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { databaseName } from "#lib/config/account-marker.ts";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { databaseToCopy, keepWriting, shelf } from "#lib/dev/testing/backups.ts";
import { kind, rowsOf, using } from "#lib/dev/testing/migrations.ts";
import { backUp, restore } from "./backup.ts";
import { migrate } from "./migrations.ts";
import { ask, withConnection } from "./postgresql-tables.ts";
import { joinDatabase } from "./presence.ts";

const SCRIPT = join(repositoryRoot(), "lib/cli/admin.ts");
const environmentOf = (url: string) => ({
  ...process.env,
  DATABASE_URL: url,
  NEXTAUTH_SECRET: "Zq3vX8mKp2LwR7tYb5NcJ1hGd9FsA4eU",
});

/** Runs the command like an operator. */
function admin(url: string, ...args: string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: environmentOf(url) }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

let url: string;
let good: string;
beforeAll(async () => {
  url = await databaseToCopy();
  good = join(shelf(), "good");
  await backUp(url, good, false);
});

const addAccount = (where: string, id: string) =>
  using(where, (database) =>
    database.write((tx) =>
      tx.account.create({ data: { id, createdAt: new Date(), createdBy: "", settings: {} } }),
    ),
  );

test("a backup of a database in use has every write acknowledged before it, and restores them", async () => {
  const busy = await databaseToCopy();
  const writing = await keepWriting(busy, "w", 20);
  const before = [...writing.acknowledged];
  const file = join(shelf(), "in-use");
  const { code, out } = await admin(busy, "backup", file);
  const during = writing.acknowledged.length;
  await writing.kill();
  expect([code, out.split("\n")[0]]).toEqual([0, `Backup written and read back: ${file}`]);
  expect(during).toBeGreaterThan(before.length);
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe("600");
  const copy = await databaseToCopy("empty");
  expect(await restore(copy, file)).toMatchObject({ replaced: undefined, raw: false });
  await migrate(copy);
  const rows = await rowsOf(copy);
  const ids = rows.Account?.map(({ id }) => String(id)) ?? [];
  expect(before.filter((id) => !ids.includes(id))).toEqual([]);
  // Nothing is missing in the middle, either.
  const written = ids.filter((id) => id.startsWith("w")).length;
  expect(written).toBeGreaterThanOrEqual(before.length);
  expect(
    Array.from({ length: written }, (_, at) => `w${at}`).filter((id) => !ids.includes(id)),
  ).toEqual([]);
});

test("a restore returns every row, keeps the previous data, and the database is writable", async () => {
  const target = await databaseToCopy();
  const wanted = await rowsOf(target);
  const file = join(shelf(), "round-trip");
  const content = await backUp(target, file, false);
  await addAccount(target, "after the backup");
  const restored = await restore(target, file);
  expect(restored.content).toEqual(content);
  expect(restored.replaced).toMatch(/replaced[-_]\d{17}$/);
  expect((await migrate(target)).applied).toEqual([]);
  expect(await rowsOf(target)).toEqual(wanted);
  await addAccount(target, "after the restore");
  expect((await restore(target, file)).replaced).not.toBe(restored.replaced);
});

test("a restore is refused while a server uses the database, and a start while a restore runs", async () => {
  const presence = await joinDatabase(url);
  const refused = await admin(url, "restore", good);
  await presence.leave();
  const line = `A server or another command uses the database ${databaseName(url)}. Stop it first.\n`;
  expect([refused.code, refused.out, refused.err]).toEqual([1, "", line]);
  const writing = await keepWriting(url, "u", 1);
  await expect(restore(url, good)).rejects.toThrow(line.trim());
  await writing.kill();
  // PostgreSQL notices the end of the process with a delay.
  const again = () => restore(url, good).then(() => "restored", String);
  await expect.poll(again, NOTICED).toBe("restored");
});

test("a backup replaces a file only with --force", async () => {
  const file = join(shelf(), "precious");
  await writeFile(file, "something else");
  const refused = await admin(url, "backup", file);
  expect(refused).toEqual({
    code: 1,
    out: "",
    err: `${file} exists. Choose another name, or add --force.\n`,
  });
  expect(await readFile(file, "utf8")).toBe("something else");
  expect((await admin(url, "backup", file, "--force")).code).toBe(0);
  await expect(restore(url, file)).resolves.toBeDefined();
  const nowhere = await admin(url, "backup", join(shelf(), "no", "folder"));
  expect(nowhere.err).toBe(`There is no folder ${join(shelf(), "no")}.\n`);
});

test("a truncated, empty, foreign or missing backup is refused in one line and changes nothing", async () => {
  const before = await rowsOf(url);
  const { size } = await stat(good);
  for (const part of [0, 0.2, 0.6, 0.95]) {
    const file = join(shelf(), `cut-${part}`);
    await copyFile(good, file);
    await truncate(file, Math.floor(size * part));
    const { code, out, err } = await admin(url, "restore", file);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^[^\n]*(damaged|not a backup of Roost|cannot be read)[^\n]*\n$/);
  }
  const other = kind === "sqlite" ? "PGDMP and more" : "SQLite format 3\0 and more";
  await writeFile(join(shelf(), "other"), other);
  const kinds = await admin(url, "restore", join(shelf(), "other"));
  expect(kinds.err).toMatch(
    / is a backup of an? (PostgreSQL|SQLite) database, and DATABASE_URL names /,
  );
  const missing = await admin(url, "restore", join(shelf(), "missing"));
  expect(missing.err).toMatch(/cannot be read: [^\n]+\n$/);
  expect(await rowsOf(url)).toEqual(before);
});

test("a backup of a newer version is refused", async () => {
  const newer = await databaseToCopy();
  await using(newer, (database) =>
    database.write(
      (tx) => tx.$executeRaw`UPDATE "_prisma_migrations" SET migration_name = '29990101000000_later'
        WHERE migration_name LIKE '%_init'`,
    ),
  );
  const file = join(shelf(), "newer");
  await backUp(newer, file, false);
  await expect(restore(url, file)).rejects.toThrow(
    "The backup is from a newer version of Roost: it has the migration 29990101000000_later. Restore it with that version.",
  );
});

const KILLER = new URL("../dev/testing/kill-at-step.ts", import.meta.url).href;

/** Runs the command up to a step, or to its end; returns how many steps it took if it ended. */
async function stepsOf(where: string, args: string[], killAt?: number): Promise<number> {
  const counter = join(shelf(), "steps");
  const child = spawn(process.execPath, ["--import", KILLER, SCRIPT, ...args], {
    env: { ...environmentOf(where), KILL_AT_STEP: `${killAt}`, STEPS_FILE: counter },
    stdio: "ignore",
  });
  const [code, signal] = await once(child, "exit");
  // A run may take a few steps less than the one that was counted.
  expect(signal ?? code).toBeOneOf(killAt === undefined ? [0] : [0, "SIGKILL"]);
  return killAt ?? Number(await readFile(counter, "utf8"));
}

/** The later steps of a command: all if there are few, else a sample. */
const momentsIn = (steps: number) => {
  const later = Array.from({ length: Math.floor(steps / 2) }, (_, at) => steps - at).reverse();
  const gap = Math.ceil(later.length / 12);
  return later.filter((_, at) => at % gap === 0);
};

/** Waits until the child programs of a killed command have ended. */
async function untilOver(where: string): Promise<void> {
  if (kind === "sqlite") return;
  const programs = `SELECT pid::text FROM pg_stat_activity
    WHERE datname = current_database() AND application_name IN ('psql', 'pg_dump')`;
  const running = () => withConnection(where, (adapter) => ask(adapter, programs));
  await expect.poll(running, NOTICED).toEqual([]);
}

/** Time for PostgreSQL on a busy machine to end the sessions of a killed client. */
const NOTICED = { timeout: 30_000, interval: 200 };

test("a backup killed at any step leaves no file of its name, or a complete one", async () => {
  const steps = await stepsOf(url, ["backup", join(shelf(), "counted")]);
  for (const step of momentsIn(steps)) {
    const file = join(shelf(), `killed-${step}`);
    await stepsOf(url, ["backup", file], step);
    await untilOver(url);
    if (!existsSync(file)) continue;
    const again = () => restore(url, file).then(() => "restored", String);
    await expect.poll(again, NOTICED).toBe("restored");
  }
});

test("a restore killed at any step leaves the old rows, the new ones or no database, and can be repeated", async () => {
  const target = await databaseToCopy();
  await addAccount(target, "old only");
  const file = join(shelf(), "repeat");
  await backUp(url, file, true);
  const steps = await stepsOf(target, ["restore", file]);
  const restored = await rowsOf(target);
  for (const step of momentsIn(steps)) {
    await addAccount(target, "old only");
    const old = await rowsOf(target);
    await stepsOf(target, ["restore", file], step);
    await untilOver(target);
    if (kind === "postgresql" || existsSync(target.slice("file:".length))) {
      expect([old, restored]).toContainEqual(await rowsOf(target));
    }
    const again = () => restore(target, file).then(() => "repeated", String);
    await expect.poll(again, NOTICED).toBe("repeated");
    expect(await rowsOf(target)).toEqual(restored);
  }
});
