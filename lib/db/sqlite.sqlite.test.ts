import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import type { Tx } from "./database.ts";
import { openDatabase } from "./open-database.ts";
import { databasePath } from "./sqlite-connection.ts";

const LOCK_HOLDER = fileURLToPath(new URL("../dev/testing/hold-sqlite-lock.ts", import.meta.url));
const releases: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const release of releases.splice(0)) await release();
});

/** Another process takes the write lock and keeps it until the release. */
async function lockElsewhere(url: string): Promise<() => Promise<void>> {
  const holder = spawn(process.execPath, [LOCK_HOLDER, databasePath(url)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(holder, "exit");
  await once(holder.stdout, "data");
  const release = async () => {
    holder.stdin.end();
    await exit;
  };
  releases.push(release);
  return release;
}

function addAccount(tx: Tx, id: string) {
  return tx.account.create({ data: { id, createdAt: new Date(), createdBy: "", settings: {} } });
}

test("a lock of another process delays a write, loses nothing and lets reads through", async () => {
  const { url, database } = await freshDatabase();
  const release = await lockElsewhere(url);
  let settled = false;
  let runs = 0;
  const write = database
    .write((tx) => {
      runs += 1;
      return addAccount(tx, "a");
    })
    .finally(() => {
      settled = true;
    });
  for (let turn = 0; turn < 40; turn += 1) expect(await database.read.account.count()).toBe(0);
  expect(settled).toBe(false);
  await release();
  await write;
  expect(runs).toBe(1);
  expect(await database.read.account.count()).toBe(1);
});

test("a write waits for a lock outside of the driver, which would block the event loop", async () => {
  const { database } = await freshDatabase();
  const [row] = await database.write(
    (tx) => tx.$queryRaw<{ timeout: bigint }[]>`PRAGMA busy_timeout`,
  );
  expect(Number(row?.timeout)).toBeLessThanOrEqual(10);
});

test("a lock held for too long makes a write unavailable without running it", async () => {
  const { url, database } = await freshDatabase();
  const impatient = await openAgain(url, { lock: 100 });
  const release = await lockElsewhere(url);
  const write = impatient.write((tx) => addAccount(tx, "refused"));
  await expect(write).rejects.toMatchObject({ problem: "unavailable", retryAfterSeconds: 1 });
  await release();
  await impatient.write((tx) => addAccount(tx, "next"));
  expect(await database.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("a failed commit rolls back its transaction, and the next one is independent", async () => {
  const { database } = await freshDatabase();
  const write = database.write(async (tx) => {
    await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
    const userId = "no such user";
    await tx.membership.create({ data: { userId, position: 0, groupId: "g" } });
  });
  await expect(write).rejects.toThrow(/ForeignKeyConstraintViolation/);
  await database.write((tx) => addAccount(tx, "next"));
  expect(await database.read.membership.count()).toBe(0);
  expect(await database.read.account.count()).toBe(1);
});

test("the file, its companions and created folders are accessible to this user only", async () => {
  const parent = await mkdtemp(join(tmpdir(), "roost-modes-"));
  await chmod(parent, 0o755);
  const path = join(parent, "made", "for", "roost.db");
  const database = await openDatabase(`file:${path}`);
  try {
    await database.write((tx) => tx.$executeRaw`CREATE TABLE t (id TEXT)`);
    const modes = await Promise.all(
      [path, `${path}-wal`, `${path}-shm`, dirname(path), dirname(dirname(path))].map(
        async (name) => ((await stat(name)).mode & 0o777).toString(8),
      ),
    );
    expect(modes).toEqual(["600", "600", "600", "700", "700"]);
  } finally {
    await database.close();
    await rm(parent, { recursive: true });
  }
});

test("commits are durable: full synchronisation, a write-ahead log, foreign keys", async () => {
  const { database } = await freshDatabase();
  const pragmas = await database.write(async (tx) => [
    await tx.$queryRaw`PRAGMA journal_mode`,
    await tx.$queryRaw`PRAGMA synchronous`,
    await tx.$queryRaw`PRAGMA foreign_keys`,
  ]);
  expect(pragmas).toEqual([
    [{ journal_mode: "wal" }],
    [{ synchronous: 2n }],
    [{ foreign_keys: 1n }],
  ]);
});
