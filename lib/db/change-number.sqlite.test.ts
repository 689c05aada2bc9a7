import { beforeEach, expect, test } from "vitest";
import { freshDatabaseUrl, openAgain } from "#lib/dev/testing/database.ts";
import type { Database, Tx } from "./database.ts";

let url: string;
let database: Database;
beforeEach(async () => {
  url = await freshDatabaseUrl("migrated");
  database = await openAgain(url);
});

const change = (tx: Tx, id: number) =>
  tx.writeProbe.create({ data: { id, writtenAt: new Date() } });

/** The number in the file, as another connection reads it. */
async function number(): Promise<number> {
  const other = await openAgain(url);
  const [row] = await other.write(
    (tx) => tx.$queryRaw<{ user_version: bigint }[]>`SELECT user_version FROM pragma_user_version`,
  );
  return Number(row?.user_version);
}

test("every committed change increments the number once, also after other transactions", async () => {
  const before = await number();
  await database.write((tx) => change(tx, 1));
  expect(await number()).toBe(before + 1);
  await database.write((tx) => tx.account.count());
  expect(await number(), "a transaction that only reads").toBe(before + 1);
  await database
    .write(async (tx) => {
      await change(tx, 2);
      throw new Error("undone");
    })
    .catch(() => undefined);
  expect(await number(), "a transaction rolled back").toBe(before + 1);
  await database.write((tx) => tx.account.count());
  expect(await number(), "reading after a rollback").toBe(before + 1);
  await database.write((tx) => change(tx, 3));
  await database.write((tx) => change(tx, 4));
  expect(await number()).toBe(before + 3);
});

test("processes that write in turns never repeat a number", async () => {
  const before = await number();
  const other = await openAgain(url);
  for (const [index, one] of [database, other, database, database, other].entries()) {
    await one.write((tx) => change(tx, index + 1));
  }
  expect(await number()).toBe(before + 5);
});
