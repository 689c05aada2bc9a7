import { expect, test } from "vitest";
import { freshDatabase, freshDatabaseUrl, openAgain } from "#lib/dev/testing/database.ts";
import { lineTo } from "#lib/dev/testing/line.ts";
import { seedAccount, seedUser } from "#lib/dev/testing/seed.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { settlesWithin } from "#lib/dev/testing/within.ts";
import type { Tx } from "./database.ts";
import { isOutcomeUnknown, isSilent, isUnavailable } from "./errors.ts";
import { migrate } from "./migrations.ts";
import { WRITE_LOCK } from "./postgresql-connection.ts";
import { preparedRead, text, time } from "./prepared.ts";

function addAccount(tx: Tx, id: string) {
  return tx.account.create({ data: { id, createdAt: new Date(), createdBy: "", settings: {} } });
}

function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("a lost server is unavailable, also in a transaction, and used again once it is back", async () => {
  const { url } = await freshDatabase();
  const line = await lineTo(url);
  const database = await openAgain(line.url);
  await database.write((tx) => addAccount(tx, "before"));
  await database.ping();

  const during = await errorOf(
    database.write(async (tx) => {
      await addAccount(tx, "during");
      await line.cut();
      await addAccount(tx, "never sent");
    }),
  );
  const errors = [
    during,
    await errorOf(database.write((tx) => addAccount(tx, "after"))),
    await errorOf(database.read.account.count()),
    await errorOf(database.ping()),
  ];
  expect(errors.map((error) => isUnavailable(error))).toEqual([true, true, true, true]);

  await line.restore();
  await database.write((tx) => addAccount(tx, "back"));
  const rows = await database.read.account.findMany({ orderBy: { id: "asc" } });
  expect(rows.map((row) => row.id)).toEqual(["back", "before"]);
});

test("times are read as they were written, whatever form the database or the address asks for", async () => {
  const { url } = await freshDatabase();
  const { pathname } = new URL(url);
  await runOnServer(url, `ALTER DATABASE ${pathname.slice(1)} SET datestyle = 'German'`);
  const at = preparedRead("at", { at: time("a.createdAt") }, `FROM "Account" a WHERE a."id" = $1`);
  for (const options of ["", "-c datestyle=SQL,DMY"]) {
    const given = new URL(url);
    given.searchParams.set("options", options);
    const { prepared, read, write } = await openAgain(given.href);
    const createdAt = new Date("2026-03-04T05:06:07.089Z");
    const data = { id: `account ${options}`, createdAt, createdBy: "", settings: {} };
    const { id } = await write((tx) => tx.account.create({ data }));
    expect(await prepared(at, [id])).toEqual([{ at: createdAt }]);
    expect((await read.account.findUnique({ where: { id } }))?.createdAt).toEqual(createdAt);
  }
});

test("a connection lost between the work and the commit is unavailable, not a success", async () => {
  const { url, database: direct } = await freshDatabase();
  const line = await lineTo(url);
  const database = await openAgain(line.url);
  const error = await errorOf(
    database.write(async (tx) => {
      await addAccount(tx, "a");
      await line.cut();
    }),
  );
  expect(error).toMatchObject({ problem: "unavailable" });
  expect(await direct.read.account.count()).toBe(0);
});

test("a sent but unanswered commit has an unknown outcome, which later writes do not inherit", async () => {
  const { url, database: direct } = await freshDatabase();
  const line = await lineTo(url);
  const database = await openAgain(line.url, { commit: 300 });
  const error = await errorOf(
    database.write(async (tx) => {
      await addAccount(tx, "a");
      line.silence();
    }),
  );
  expect(isOutcomeUnknown(error)).toBe(true);
  await expect.poll(() => direct.read.account.count()).toBe(1);
  line.speak();
  await database.write((tx) => addAccount(tx, "b"));
  expect(await direct.read.account.count()).toBe(2);
});

test("an unanswered statement loses its connection and rolls back earlier ones", async () => {
  const { url, database: direct } = await freshDatabase();
  const line = await lineTo(url);
  const database = await openAgain(line.url, { beforeCommit: 500 });
  const begun = Promise.withResolvers<void>();
  const queued = Promise.withResolvers<void>();
  const silent = database.write(async (tx) => {
    await addAccount(tx, "a");
    begun.resolve();
    await queued.promise;
    line.silence();
    await addAccount(tx, "b");
  });
  await begun.promise;
  // Neither of them begins: the database is silent to them too.
  const waiting = ["c", "d"].map((id) => database.write((tx) => addAccount(tx, id)));
  queued.resolve();
  const errors = await Promise.all([silent, ...waiting].map(errorOf));
  expect(errors.map(isSilent)).toEqual([true, true, true]);
  line.speak();
  await database.write((tx) => addAccount(tx, "e"));
  const rows = await direct.read.account.findMany();
  expect(rows.map(({ id }) => id)).toEqual(["e"]);
});

test("an unanswered read fails in time, and its connection is not reused", async () => {
  const { url } = await freshDatabase();
  const line = await lineTo(url);
  const database = await openAgain(line.url, { read: 500 });
  await database.ping();
  line.silence();
  expect(isSilent(await errorOf(database.read.account.count()))).toBe(true);
  line.speak();
  expect(await database.read.account.count()).toBe(0);
});

test("the server ends a statement that takes too long", async () => {
  const { url } = await freshDatabase();
  const database = await openAgain(url, { read: 1_000 });
  const error = await errorOf(database.read.$queryRaw`SELECT pg_sleep(30)::text`);
  expect([isUnavailable(error), isSilent(error)]).toEqual([true, false]);
});

test("the process survives a server that ends every connection, and uses it again", async () => {
  const { database, url } = await freshDatabase();
  const name = new URL(url).pathname.slice(1);
  await database.write((tx) => addAccount(tx, "a"));
  await database.ping();
  const admin = await freshDatabase();
  await admin.database.write(
    (tx) => tx.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND datname = ${name}`,
  );
  await expect.poll(() => database.read.account.count().catch(() => undefined)).toBe(1);
  await database.write((tx) => addAccount(tx, "b"));
});

test("a silent server fails a ping within three seconds", async () => {
  const { url } = await freshDatabase();
  const line = await lineTo(url);
  const database = await openAgain(line.url);
  await database.ping();
  line.silence();
  const ping = database.ping();
  expect(await settlesWithin(ping, 3_000)).toBe(true);
  expect(isUnavailable(await errorOf(ping))).toBe(true);
});

test("a write that another process blocks for too long is unavailable and never runs", async () => {
  const { url, database } = await freshDatabase();
  const impatient = await openAgain(url, { lock: 100 });
  let ran = false;
  await database.write(async () => {
    const write = impatient.write(async () => {
      ran = true;
    });
    await expect(write).rejects.toMatchObject({ problem: "unavailable" });
  });
  expect(ran).toBe(false);
  await impatient.write((tx) => addAccount(tx, "next"));
});

test("every write holds the lock that excludes other processes", async () => {
  const { database } = await freshDatabase();
  await database.write(async () => {
    const held = await database.read.$queryRaw`
      SELECT objid::int AS lock FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE locktype = 'advisory' AND granted AND datname = current_database()`;
    expect(held).toEqual([{ lock: WRITE_LOCK }]);
  });
});

test("a write sees commits during its wait, regardless of the server's isolation default", async () => {
  const { url, database } = await freshDatabase();
  const name = new URL(url).pathname.slice(1);
  const preference = `ALTER DATABASE "${name}" SET default_transaction_isolation = 'repeatable read'`;
  await database.write((tx) => tx.$executeRawUnsafe(preference));
  const [first, second] = [await openAgain(url), await openAgain(url)];
  let seen: Promise<number> | undefined;
  await first.write(async (tx) => {
    seen = second.write((other) => other.account.count());
    const waiting = () => database.read.$queryRaw`
      SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`;
    await expect.poll(waiting).toHaveLength(1);
    await addAccount(tx, "a");
  });
  expect(await seen).toBe(1);
});

test("a write that takes too long changes nothing, not even with later statements", async () => {
  const { url, database } = await freshDatabase();
  const user = await seedUser(await seedAccount(), { role: "user" });
  await database.write(async (tx) => {
    await tx.$executeRaw`
      CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql
      AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END'`;
    await tx.$executeRaw`
      CREATE TRIGGER dawdle BEFORE DELETE ON "Membership"
      FOR EACH STATEMENT EXECUTE FUNCTION dawdle()`;
  });
  const hasty = await openAgain(url, { work: 100 });
  const memberships = { deleteMany: {}, create: [{ groupId: "a", position: 0 }] };
  const late = hasty.write((tx) =>
    tx.user.update({ where: { id: user.id }, data: { memberships } }),
  );
  await expect(late).rejects.toMatchObject({ problem: "unavailable" });
  expect(await hasty.write((tx) => tx.membership.count())).toBe(0);
  expect(await database.read.membership.count()).toBe(0);
});

test("?schema= keeps everything in that schema, as with Prisma's tools", async () => {
  const url = new URL(await freshDatabaseUrl("empty"));
  url.searchParams.set("schema", "roost");
  expect((await migrate(url.href)).applied).not.toEqual([]);
  expect((await migrate(url.href)).applied).toEqual([]);
  const database = await openAgain(url.href);
  await database.write((tx) => addAccount(tx, "a"));
  const tables = await database.read.$queryRaw`
    SELECT DISTINCT table_schema FROM information_schema.tables
    WHERE table_name IN ('Account', '_prisma_migrations')`;
  expect(tables).toEqual([{ table_schema: "roost" }]);
  expect(await database.read.account.count()).toBe(1);
});

test("reports an unreachable server in one line as unavailable", async () => {
  const url = new URL(await freshDatabaseUrl("empty"));
  url.port = "1";
  const error = await errorOf(migrate(url.href));
  expect(error).toMatchObject({
    problem: "unavailable",
    message: expect.stringMatching(/^The database cannot be reached: [^\n]+$/),
  });
});

test("prepared statements of a write keep their name on its connection", async () => {
  const { database } = await freshDatabase();
  const read = preparedRead("kept", { id: text("a.id") }, `FROM "Account" a WHERE "id" = $1`);
  const names = await database.write(async (tx) => {
    await tx.prepared(read, ["a"]);
    await tx.prepared(read, ["b"]);
    return tx.$queryRaw`SELECT "name" FROM pg_prepared_statements`;
  });
  expect(names).toEqual([{ name: "roost_kept" }]);
});
