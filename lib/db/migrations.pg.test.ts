import { spawn } from "node:child_process";
import { once } from "node:events";
import { PrismaPg } from "@prisma/adapter-pg";
import { expect, test } from "vitest";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { lineTo } from "#lib/dev/testing/line.ts";
import { fill, folderWith, names, rowsOf, using } from "#lib/dev/testing/migrations.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrations.ts";
import { WRITE_LOCK } from "./postgresql-connection.ts";

/** The lock that Prisma's own tools hold during a migration. */
const PRISMA_LOCK = 72_707_369;

const PATIENT = { timeout: 30_000 };

/** The number of connections that wait for an advisory lock, and of those with changes. */
async function waiting({ read }: Database): Promise<{ count: number; changed: number }> {
  const [row] = await read.$queryRaw<{ count: number; changed: number }[]>`
    SELECT count(*)::int AS count, count(writes.pid)::int AS changed FROM pg_locks AS wait
    JOIN pg_database ON oid = wait.database AND datname = current_database()
    LEFT JOIN pg_locks AS writes ON writes.pid = wait.pid AND writes.locktype = 'transactionid'
    WHERE wait.locktype = 'advisory' AND NOT wait.granted`;
  return row ?? { count: 0, changed: 0 };
}

/** Holds an advisory lock like another process, until `release`. */
async function hold(url: string, lock: number): Promise<{ release(): Promise<void> }> {
  const adapter = await new PrismaPg({ connectionString: url, max: 1 }).connect();
  await adapter.executeRaw({ sql: `SELECT pg_advisory_lock(${lock})`, args: [], argTypes: [] });
  return { release: () => adapter.dispose() };
}

test.each([
  ["the lock of every write", WRITE_LOCK],
  ["the lock of Prisma's own tools", PRISMA_LOCK],
])("a migration waits for %s before it makes a table", async (_, lock) => {
  const url = await freshDatabaseUrl("empty");
  await using(url, async (database) => {
    const { release } = await hold(url, lock);
    const migration = migrate(url);
    await expect.poll(() => waiting(database), PATIENT).toEqual({ count: 1, changed: 0 });
    await release();
    expect((await migration).applied).toEqual(names);
  });
});

test("two simultaneous starts on an empty database succeed at any isolation level", async () => {
  const url = await freshDatabaseUrl("empty");
  const name = new URL(url).pathname.slice(1);
  const isolation = "default_transaction_isolation = 'repeatable read'";
  await runOnServer(url, `ALTER DATABASE ${name} SET ${isolation}`);
  await using(url, async (database) => {
    const { release } = await hold(url, WRITE_LOCK);
    const runs = Promise.all([migrate(url), migrate(url)]);
    await expect.poll(() => waiting(database), PATIENT).toEqual({ count: 2, changed: 0 });
    await release();
    const applied = (await runs).flatMap((run) => run.applied);
    expect(applied).toEqual(names);
  });
});

test.each([
  { arrives: true, applied: [] },
  { arrives: false, applied: names },
])(
  "a connection lost at the COMMIT leaves the outcome unknown, arrives: $arrives",
  async ({ arrives, applied }) => {
    const url = await freshDatabaseUrl("empty");
    const line = await lineTo(url);
    // With the end of the message: "READ COMMITTED" is sent before.
    line.dropOnceAt("COMMIT\0", { arrives });
    await expect(migrate(line.url)).rejects.toThrow(
      /^The database did not confirm the upgrade, so it is upgraded or as it was before\./,
    );
    expect((await migrate(url)).applied).toEqual(applied);
  },
);

test("a process killed during a migration leaves the PostgreSQL database unchanged", async () => {
  const { url, database } = await freshDatabase();
  await fill(url);
  const before = await rowsOf(url);
  const endless = `DELETE FROM "Token"; CREATE TABLE "Extra" (id TEXT); SELECT pg_sleep(3600);`;
  const folder = folderWith({ "29990101000000_done": `CREATE TABLE "Done" (id TEXT);` });
  const later = folderWith({
    "29990101000000_done": `CREATE TABLE "Done" (id TEXT);`,
    "29990102000000_endless": endless,
  });
  const migrations = new URL("./migrations.ts", import.meta.url).href;
  const code = `import { migrate } from "${migrations}"; await migrate(...process.argv.slice(1));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, url, later]);
  const exit = once(child, "exit");
  const asleep = () => database.read.$queryRaw`
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  await expect.poll(asleep, PATIENT).toHaveLength(1);
  child.kill("SIGKILL");
  await exit;
  // The server notices the end of the client at its next write to it.
  await runOnServer(
    url,
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  );
  await expect.poll(asleep, PATIENT).toHaveLength(0);
  expect(await rowsOf(url)).toEqual(before);
  expect((await migrate(url, folder)).applied).toEqual(["29990101000000_done"]);
});
