import { copyFile, rename, rm } from "node:fs/promises";
import { beforeEach, expect, test } from "vitest";
import { freshDatabaseUrl, openAgain } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import type { Database, Tx } from "./database.ts";
import { isOutcomeUnknown } from "./errors.ts";
import { openDatabase } from "./open-database.ts";
import { guardedTransaction, openFiles } from "./open-files.ts";
import { databasePath } from "./sqlite-connection.ts";

const GONE = /database file was removed or replaced/;

let path: string;
let url: string;
let database: Database;
let log: string[];
beforeEach(async () => {
  log = captureLog();
  url = await freshDatabaseUrl("migrated");
  path = databasePath(url);
  database = await openAgain(url);
});

const addAccount = (tx: Tx, id: string) =>
  tx.account.create({ data: { id, createdAt: new Date(), createdBy: "", settings: {} } });
const add = (id: string) => database.write((tx) => addAccount(tx, id));
const idsIn = async (db: Database) =>
  (await db.read.account.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
const lines = () => log.filter((line) => line.includes(path)).map((line) => JSON.parse(line));

/** Changes of a file while a server uses it, and their reversal. */
const LOSSES: [string, (name: string) => Promise<void>][] = [
  ["removed", (name) => rename(name, `${name}.elsewhere`)],
  [
    "replaced",
    async (name) => {
      await rename(name, `${name}.elsewhere`);
      await copyFile(`${name}.elsewhere`, name);
    },
  ],
];
const FILES = ["", "-wal", "-shm"];
const CASES = LOSSES.flatMap(([what, lose]) => FILES.map((end) => ({ what, end, lose })));

test.each(CASES)(
  "while roost.db$end is $what, writes and health checks fail, and succeed once it is back",
  async ({ end, lose }) => {
    await add("before");
    await lose(`${path}${end}`);
    await expect(add("lost")).rejects.toMatchObject({ problem: "unavailable", message: GONE });
    await expect(add("lost, too")).rejects.toThrow(GONE);
    await expect(database.ping()).rejects.toThrow(GONE);
    await expect(idsIn(database)).rejects.toThrow(GONE);
    const [line, ...more] = lines();
    expect(more).toEqual([]);
    expect(line).toMatchObject({ level: "error" });
    expect(line.msg).toMatch(/(is missing|was replaced) while the server uses it\./);
    expect(line.msg).toMatch(end === "" ? /restore <file>\.$/ : /start it again\.$/);

    await rename(`${path}${end}.elsewhere`, `${path}${end}`);
    await database.ping();
    await add("after");
    expect(await idsIn(database)).toEqual(["after", "before"]);
    expect(lines().map(({ level }) => level)).toEqual(["error", "warn"]);
  },
);

test("a file removed during a transaction loses no acknowledged write", async () => {
  const write = database.write(async (tx) => {
    await addAccount(tx, "half");
    await rename(path, `${path}.elsewhere`);
  });
  await expect(write).rejects.toThrow(GONE);
  await rename(`${path}.elsewhere`, path);
  expect(await idsIn(await openAgain(url))).toEqual([]);
});

test("a commit during the removal of the file has an unknown outcome", async () => {
  const sent: string[] = [];
  const inner = {
    ...{ provider: "sqlite" as const, adapterName: "", options: { usePhantomQuery: false } },
    queryRaw: () => Promise.reject(new Error("not asked")),
    async executeRaw({ sql }: { sql: string }) {
      sent.push(sql);
      await rename(path, `${path}.elsewhere`);
      return 0;
    },
    commit: async () => {},
    rollback: async () => {},
  };
  const commit = { sql: "COMMIT", args: [], argTypes: [] };
  const error = await guardedTransaction(inner, openFiles(path))
    .executeRaw(commit)
    .catch((caught: unknown) => caught);
  expect([sent, isOutcomeUnknown(error)]).toEqual([["COMMIT"], true]);
});

test("a server whose log was removed keeps all acknowledged writes after a graceful stop", async () => {
  const own = await freshDatabaseUrl("migrated");
  const first = await openDatabase(own);
  await first.write((tx) => addAccount(tx, "acknowledged"));
  await rm(`${databasePath(own)}-wal`);
  await expect(first.write((tx) => addAccount(tx, "refused"))).rejects.toThrow(GONE);
  await first.close();
  expect(await idsIn(await openAgain(own))).toEqual(["acknowledged"]);
});
