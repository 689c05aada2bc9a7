import { beforeEach, expect, test } from "vitest";
import { database, type Tx } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { enqueueWrite, flushWrites } from "./deferred-writes.ts";

let accountId: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  accountId = (await seedAccount()).id;
});

function addGroup(id: string) {
  const rest = { nameKey: id, peers: [], resources: [], createdAt: new Date() };
  return (tx: Tx) => tx.group.create({ data: { id, accountId, name: "added", ...rest } });
}

async function stored(): Promise<string[]> {
  const where = { name: "added" };
  const rows = await database().read.group.findMany({ where, orderBy: { id: "asc" } });
  return rows.map(({ id }) => id);
}

test("a flush during another one ends after both, so that a stop loses nothing", async () => {
  enqueueWrite("a", addGroup("a"));
  const running = flushWrites();
  await flushWrites();
  expect(await stored()).toContain("a");
  enqueueWrite("b", addGroup("b"));
  void flushWrites();
  enqueueWrite("c", addGroup("c"));
  await flushWrites();
  expect(await stored()).toEqual(["a", "b", "c"]);
  await running;
});

test("a failed write is dropped, and later ones are written", async () => {
  enqueueWrite("a", addGroup("a"));
  enqueueWrite("again", addGroup("a"));
  void flushWrites();
  enqueueWrite("b", addGroup("b"));
  await flushWrites();
  expect(await stored()).toEqual(["b"]);
});
