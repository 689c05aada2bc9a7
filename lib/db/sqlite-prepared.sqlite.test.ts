import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedGroup, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Database, database } from "./database.ts";
import { preparedRead, statement, text, time } from "./prepared.ts";
import { databasePath } from "./sqlite-connection.ts";

const STEPS = 10_000;
const domainOf = preparedRead(
  "domain",
  { domain: text("a.domain") },
  `FROM "Account" a WHERE a."id" = $1`,
  100,
);

let path: string;
let id: string;
beforeEach(async () => {
  useTestSettings();
  path = databasePath((await freshDatabase()).url);
  ({ id } = await seedAccount());
});

const domain = async () => (await database().prepared(domainOf, [id]))[0]?.domain;
const setDomain = (value: string) =>
  `UPDATE "Account" SET "domain" = '${value}' WHERE "id" = '${id}'`;

function otherProcess(): ChildProcess {
  const child = fork(join(import.meta.dirname, "../dev/testing/change-rows.ts"), [path]);
  onTestFinished(async () => {
    child.disconnect();
    await once(child, "exit");
  });
  return child;
}

async function run(child: ChildProcess, sql: string): Promise<void> {
  const done = once(child, "message");
  child.send(sql);
  await done;
}

test("a commit of another process is seen by the next read, every time", async () => {
  const other = otherProcess();
  let stale = 0;
  for (let step = 0; step < STEPS; step += 1) {
    await run(other, setDomain(`step ${step}`));
    if ((await domain()) !== `step ${step}`) stale += 1;
  }
  expect(stale).toBe(0);
});

test("a row that another process deletes is not found by the next read", async () => {
  const other = otherProcess();
  expect(await domain()).toBe("");
  await run(other, `DELETE FROM "Account" WHERE "id" = '${id}'`);
  expect(await domain()).toBeUndefined();
  await run(
    other,
    `INSERT INTO "Account" ("id", "createdAt", "createdBy", "settings")
    VALUES ('${id}', '2026-01-01T00:00:00.000+00:00', '', '{}')`,
  );
  expect(await domain()).toBe("");
});

test("an uncommitted change is not seen, its commit is", async () => {
  const other = otherProcess();
  await run(other, `BEGIN; ${setDomain("uncommitted")}`);
  expect(await domain()).toBe("");
  await run(other, "ROLLBACK");
  expect(await domain()).toBe("");
  await run(other, `BEGIN; ${setDomain("committed")}`);
  await run(other, "COMMIT");
  expect(await domain()).toBe("committed");
});

test("a commit of this process is seen as soon as it resolves", async () => {
  for (let step = 0; step < 200; step += 1) {
    const value = `own ${step}`;
    await database().write((tx) => tx.account.update({ where: { id }, data: { domain: value } }));
    expect(await domain()).toBe(value);
  }
});

test("results are kept while nothing changes, and are the same object", async () => {
  const read = () => database().prepared(domainOf, [id]);
  const kept = await read();
  expect(await read()).toBe(kept);
  await database().write((tx) => tx.account.update({ where: { id }, data: { domain: "x" } }));
  expect(await read()).not.toBe(kept);
});

test("no more rows are kept than the read allows", async () => {
  const other = (await seedAccount()).id;
  const groupsOf = preparedRead(
    "groups",
    { id: text("g.id") },
    `FROM "Group" g WHERE g."accountId" = $1`,
    3,
  );
  await seedGroup({ id, allGroupId: "" });
  await seedGroup({ id: other, allGroupId: "" });
  const read = (account: string) => database().prepared(groupsOf, [account]);
  const first = await read(id);
  expect(first).toHaveLength(2);
  expect(await read(id)).toBe(first);
  expect(await read(other)).toHaveLength(2);
  expect(await read(id)).not.toBe(first);
});

test("an unreadable time is an error", async () => {
  const createdAt = preparedRead(
    "created",
    { at: time("a.createdAt") },
    `FROM "Account" a WHERE a."id" = $1`,
  );
  await run(otherProcess(), `UPDATE "Account" SET "createdAt" = 'never'`);
  await expect(database().prepared(createdAt, [id])).rejects.toThrow("a stored time is unreadable");
});

test("a result without rows is not kept", async () => {
  const read = () => database().prepared(domainOf, ["unknown"]);
  expect(await read()).not.toBe(await read());
});

test("the connection refuses writes", async () => {
  const sql = `UPDATE "Account" SET "domain" = $1 RETURNING "id"`;
  const changing = { ...statement("write", sql, { id: text("id") }), kept: 0 };
  await expect(database().prepared(changing, ["x"])).rejects.toThrow(/readonly/);
});

test("nothing is read from a file that was replaced", async () => {
  const opened: Database = database();
  expect(await domain()).toBe("");
  await rename(path, `${path}.away`);
  onTestFinished(() => rename(`${path}.away`, path));
  await expect
    .poll(() => opened.prepared(domainOf, [id]).catch((error) => error.problem))
    .toBe("unavailable");
});
