import { existsSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { deleteByHand, fill, folderOf, namesIn, using } from "#lib/dev/testing/migrations.ts";
import { contentOf, newSqlite, newSqliteUrl, quietReport } from "#lib/dev/testing/store-copies.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { migrate } from "../migrations.ts";
import { ask, withConnection } from "../postgresql-tables.ts";
import { joinDatabase } from "../presence.ts";
import { databasePath } from "../sqlite-connection.ts";
import { copyInstallation } from "./copy.ts";
import { openPostgresqlStore } from "./postgresql-store.ts";
import { modelTables } from "./tables.ts";

/* Copies between SQLite and PostgreSQL: the content that arrives, and what is refused. */

const { report } = quietReport();
const copy = (from: string, to: string) => copyInstallation(from, to, report);

/** A migrated SQLite file with two rows in every table. */
async function filled(): Promise<string> {
  const url = await newSqlite();
  await fill(url);
  return url;
}

function inShell(url: string, sql: string): void {
  const shell = new Sqlite(databasePath(url));
  shell.exec(sql);
  shell.close();
}

const STRANGE = `it's "q" \\ \\n %s {a,b} NULL \u2028\r\n\t😀 \u0301é`;

test("every table of the migrations belongs to a model, and so is copied", async () => {
  const store = await openPostgresqlStore(await freshDatabaseUrl("migrated"));
  const present = await store.presentTables();
  await store.close();
  expect(present.sort()).toEqual(modelTables());
});

test("all rows of all models arrive, and come back, with equal content", async () => {
  const from = await filled();
  await using(from, ({ write }) =>
    write(async (tx) => {
      const settings = { z: 1.5, a: [1e21, null, "x"], nested: { [STRANGE]: STRANGE, b: {} } };
      await tx.account.update({ where: { id: "key 1" }, data: { settings, domain: STRANGE } });
      await tx.user.updateMany({ data: { lastLoginAt: new Date("2026-03-29T01:30:00.007Z") } });
      await tx.user.update({ where: { id: "key 2" }, data: { emailKey: null, email: "" } });
    }),
  );
  const bytes = await readFile(databasePath(from));
  const wanted = await contentOf(from);
  const to = await freshDatabaseUrl("empty");
  const verified = await copy(from, to);
  expect([...verified.keys()].sort()).toEqual(modelTables());
  expect([...verified.values()].map(({ rows }) => rows)).toEqual(modelTables().map(() => 2));
  expect(await contentOf(to)).toEqual(wanted);
  const back = newSqliteUrl();
  expect([...(await copy(to, back))]).toEqual([...verified]);
  expect(await contentOf(back)).toEqual(wanted);
  expect(await readFile(databasePath(from))).toEqual(bytes);
});

test("a source with the write-ahead log of a killed server is copied with it, and both files stay as they are", async () => {
  const killed = newSqliteUrl();
  const running = await filled();
  await using(running, async ({ write }) => {
    await write((tx) => tx.user.update({ where: { id: "key 1" }, data: { name: "in the log" } }));
    for (const end of ["", "-wal"]) {
      await copyFile(`${databasePath(running)}${end}`, `${databasePath(killed)}${end}`);
    }
  });
  const files = () =>
    Promise.all(["", "-wal"].map((end) => readFile(`${databasePath(killed)}${end}`)));
  const bytes = await files();
  const to = await freshDatabaseUrl("empty");
  await copy(killed, to);
  expect(await files()).toEqual(bytes);
  expect((await contentOf(to)).User?.join()).toContain("in the log");
});

test("times that others wrote arrive as Roost reads them", async () => {
  const from = await filled();
  inShell(
    from,
    `UPDATE "Session" SET "createdAt" = '2026-01-02 03:04:05', "lastSeenAt" = 1700000000123,
      "expiresAt" = '2026-01-02T05:04:05.1239+02:00'`,
  );
  const to = await freshDatabaseUrl("empty");
  await copy(from, to);
  expect((await contentOf(to)).Session).toEqual((await contentOf(from)).Session);
});

test("the numbers of events go on after the source's last one, also a deleted one", async () => {
  const from = await filled();
  inShell(from, `UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'AuditEvent'`);
  const to = await freshDatabaseUrl("empty");
  const back = newSqliteUrl();
  await copy(from, to);
  await copy(to, back);
  for (const url of [to, back]) {
    const { id: _, ...event } = await using(url, ({ read }) =>
      read.auditEvent.findFirstOrThrow({ where: { id: 1 } }),
    );
    const made = await using(url, ({ write }) =>
      write((tx) => tx.auditEvent.create({ data: { ...event, meta: {} } })),
    );
    expect(made.id).toBe(4712);
  }
});

test("a server on either database is refused by name, and none can start during a copy", async () => {
  const from = await filled();
  const to = await freshDatabaseUrl("empty");
  for (const [url, name] of [
    [from, "roost.db"],
    [to, new URL(to).pathname.slice(1)],
  ] as const) {
    const server = await joinDatabase(url);
    const line = new RegExp(`^A server or another command uses the database \\S*${name}\\. Stop`);
    await expect(copy(from, to)).rejects.toThrow(line);
    await server.leave();
  }
  const kept: string[] = [];
  const starting = quietReport(async (name) => {
    if (name !== "Copying") return;
    for (const url of [from, to]) {
      kept.push(
        await joinDatabase(url).then(
          () => "started",
          ({ message }) => message,
        ),
      );
    }
  });
  await copyInstallation(from, to, starting.report);
  const line = "The database is being restored or copied. Wait until that is over.";
  expect(kept).toEqual([line, line]);
  for (const url of [from, to]) await (await joinDatabase(url)).leave();
});

test("a target with rows of another account is refused, named, and unchanged", async () => {
  const from = await filled();
  inShell(from, `UPDATE "Account" SET id = 'other ' || id; UPDATE "User" SET name = 'x'`);
  const to = await freshDatabaseUrl("migrated");
  await fill(to);
  const before = await contentOf(to);
  await expect(copy(from, to)).rejects.toThrow(
    /^The target postgresql:\S+ is not empty\. It holds the account key 1, key 2 and has rows: [^\n]*2 in Account, [^\n]*2 in User[^\n]*\. Use an empty database\.$/,
  );
  expect(await contentOf(to)).toEqual(before);
});

test("a database with tables of another application, and none of Roost's, is refused", async () => {
  const to = await freshDatabaseUrl("empty");
  await runOnServer(to, "CREATE TABLE invoices (id int)");
  await expect(copy(await filled(), to)).rejects.toThrow("is not empty, and what is in it is not");
});

test("a source of an older version is refused with the remedy, and not upgraded", async () => {
  const from = newSqliteUrl();
  const names = namesIn("sqlite");
  await migrate(from);
  const last = names.at(-1) ?? "";
  inShell(from, `DELETE FROM _prisma_migrations WHERE migration_name = '${last}'`);
  await expect(copy(from, await freshDatabaseUrl("empty"))).rejects.toThrow(
    `The source roost.db lacks the migration ${last}. Upgrade it first: set DATABASE_URL to it, run npm start once, and stop the server.`,
  );
});

test("an empty target of an older version is upgraded first", async () => {
  const from = await filled();
  const to = await freshDatabaseUrl("empty");
  await migrate(to, folderOf(3));
  await copy(from, to);
  expect(await contentOf(to)).toEqual(await contentOf(from));
});

test("values that PostgreSQL refuses are named with table, key and column before anything is written", async () => {
  const from = await filled();
  inShell(
    from,
    `UPDATE "User" SET name = 'a' || char(0) || 'b' WHERE id = 'key 2';
    UPDATE "Account" SET settings = '{"a":["\\u0000"]}' WHERE id = 'key 1';
    UPDATE "Group" SET peers = '["\\ud800"]', "createdAt" = 'soon' WHERE id = 'key 1';
    UPDATE "TokenUse" SET count = 3000000000 WHERE "tokenId" = 'key 1';
    UPDATE "Token" SET "expiresAt" = '+012026-01-01T00:00:00.000+00:00' WHERE id = 'key 1';
    UPDATE "Session" SET address = x'00ff', "weakPassword" = 7 WHERE id = 'key 1'`,
  );
  const to = await freshDatabaseUrl("empty");
  const message = await copy(from, to).then(() => "copied", String);
  for (const refused of [
    'name of User with id "key 2" has a NUL character',
    'settings of Account with id "key 1" has a NUL character',
    'peers of Group with id "key 1" has half of a surrogate pair',
    'createdAt of Group with id "key 1" is not of the type time',
    'count of TokenUse with tokenId "key 1", day "key 1", operation "key 1" is out of range',
    'expiresAt of Token with id "key 1" is not in the years 1 to 9999',
    'address of Session with id "key 1" is not of the type text',
    'weakPassword of Session with id "key 1" is not of the type boolean',
  ]) {
    expect(message).toContain(refused);
  }
  expect(message).toMatch(/^Problem: The target cannot store [^\n]+ nothing was written: [^\n]+$/);
  expect(Object.values(await contentOf(to)).flat()).toEqual([]);
});

test("rows that refer to missing rows are refused and counted", async () => {
  const from = await filled();
  deleteByHand(from, `DELETE FROM "User" WHERE id = 'key 1'`);
  await expect(copy(from, await freshDatabaseUrl("empty"))).rejects.toThrow(
    /^Rows of the source refer to missing rows, as after a deletion by hand: [^\n]*1 in Token without User/,
  );
});

test("a source without an account or without a file, and databases of one kind, are refused", async () => {
  const to = await freshDatabaseUrl("empty");
  await expect(copy(await newSqlite(), to)).rejects.toThrow("The source roost.db has no account.");
  const deleted = await filled();
  inShell(deleted, `UPDATE "Account" SET "deletedAt" = 0`);
  await expect(copy(deleted, to)).rejects.toThrow("The source roost.db has no account.");
  const missing = newSqliteUrl();
  await expect(copy(missing, to)).rejects.toThrow(`There is no database ${databasePath(missing)}.`);
  expect(existsSync(`${databasePath(missing)}.lock`)).toBe(false);
  await expect(copy(to, to)).rejects.toThrow("of the same kind: use backup and restore.");
});

test("a difference after the copy is named with table and key, and the next run mends it", async () => {
  const from = await filled();
  const to = await freshDatabaseUrl("empty");
  const tamper = (sql: string) =>
    quietReport((name) => (name === "Verifying" ? runOnServer(to, sql) : undefined)).report;
  for (const [sql, what] of [
    [
      `UPDATE "Token" SET name = 'x' WHERE id = 'key 2'`,
      'Token the row with id "key 2" differs in name',
    ],
    [
      `DELETE FROM "TokenUse" WHERE day = 'key 1'`,
      'TokenUse the row with tokenId "key 1", day "key 1", operation "key 1" is only in the source',
    ],
    [
      `INSERT INTO "UseWriter" VALUES ('key 1b', 1, now())`,
      'UseWriter the row with id "key 1b" is only in the target',
    ],
  ] as const) {
    await expect(copyInstallation(from, to, tamper(sql))).rejects.toThrow(
      `The copy differs: in ${what}.`,
    );
    await expect(migrate(to)).rejects.toThrow("The database holds an unfinished copy.");
  }
  await copy(from, to);
  expect(await contentOf(to)).toEqual(await contentOf(from));
  expect((await migrate(to)).applied).toEqual([]);
});

test("a complete copy is compared, and reported once it has been in use", async () => {
  const from = await filled();
  const to = await freshDatabaseUrl("empty");
  await copy(from, to);
  const { lines, report: again } = quietReport();
  await copyInstallation(from, to, again);
  expect(lines).toEqual(["The target has this account already. Its rows are compared."]);
  await runOnServer(to, `UPDATE "User" SET name = 'later' WHERE id = 'key 1'`);
  await expect(copy(from, to)).rejects.toThrow('User the row with id "key 1" differs in name.');
  const [name] = await withConnection(to, (adapter) =>
    ask(adapter, `SELECT name FROM "User" WHERE id = 'key 1'`),
  );
  expect(name).toBe("later");
});

/** Ends the connection that keeps servers out of a PostgreSQL database, and waits for its end. */
const loseClaim = (url: string) =>
  runOnServer(
    url,
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks JOIN pg_database d ON d.oid = database
      WHERE datname = current_database() AND locktype = 'advisory' AND mode = 'ExclusiveLock'`,
  );

test("a lost claim on the target stops the copy before its next row, and the next run completes it", async () => {
  const from = await filled();
  const to = await freshDatabaseUrl("empty");
  const losing = quietReport((name) => (name === "Copying" ? loseClaim(to) : undefined));
  await expect(copyInstallation(from, to, losing.report)).rejects.toThrow(
    "The connection that keeps servers out was lost. Try again.",
  );
  expect(Object.values(await contentOf(to)).flat()).toEqual([]);
  await copy(from, to);
  expect(await contentOf(to)).toEqual(await contentOf(from));
});

test("a lost claim on the source leaves the copy unfinished, and the next run completes it", async () => {
  const from = await freshDatabaseUrl("empty");
  await copy(await filled(), from);
  const to = newSqliteUrl();
  const losing = quietReport((name) => (name === "Verifying" ? loseClaim(from) : undefined));
  await expect(copyInstallation(from, to, losing.report)).rejects.toThrow(
    "The connection that keeps servers out was lost. Try again.",
  );
  await expect(migrate(to)).rejects.toThrow("The database holds an unfinished copy.");
  await copy(from, to);
  expect(await contentOf(to)).toEqual(await contentOf(from));
});

/** A copy that is interrupted before its end. */
async function interrupted(from: string, to: string): Promise<string[]> {
  const stopping = quietReport((name) => {
    if (name === "Verifying") throw new Error("interrupted");
  });
  await expect(copyInstallation(from, to, stopping.report)).rejects.toThrow("interrupted");
  return stopping.lines;
}

test("an unfinished copy begins again once the source has changed, and does not if it has not", async () => {
  const from = await filled();
  const to = await freshDatabaseUrl("empty");
  await interrupted(from, to);
  await using(from, ({ write }) =>
    write(async (tx) => {
      await tx.user.update({ where: { id: "key 1" }, data: { name: "changed" } });
      await tx.token.delete({ where: { id: "key 2" } });
    }),
  );
  const lines = await interrupted(from, to);
  expect(lines).toEqual([
    "The source has changed since the last run, or its copy differed: it begins again.",
  ]);
  const unchanged = quietReport();
  await copyInstallation(from, to, unchanged.report);
  expect(unchanged.lines).toEqual([expect.stringMatching(/^Continues after \d\d copied rows\.$/)]);
  expect(await contentOf(to)).toEqual(await contentOf(from));
});

test("an unfinished copy of another account is refused, named, and unchanged", async () => {
  const to = await freshDatabaseUrl("empty");
  await interrupted(await filled(), to);
  const before = await contentOf(to);
  const other = await newSqlite();
  inShell(
    other,
    `INSERT INTO "Account" (id, "createdAt", "createdBy", settings) VALUES ('other', 0, '', '{}')`,
  );
  await expect(copy(other, to)).rejects.toThrow(
    /^The target postgresql:\S+ holds an unfinished copy of roost\.db with the account key 1, key 2\. Use an empty database\.$/,
  );
  expect(await contentOf(to)).toEqual(before);
});
