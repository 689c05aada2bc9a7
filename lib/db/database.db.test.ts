import { setTimeout as tick } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import { type Database, database, type Tx } from "./database.ts";
import { isUniqueViolation } from "./errors.ts";
import { json, preparedRead, preparedWrite, text, time } from "./prepared.ts";
import { preparedInsert } from "./prepared-insert.ts";

let db: Database;
let url: string;

beforeEach(async () => {
  ({ database: db, url } = await freshDatabase());
});

function addGroup(tx: Tx, id: string) {
  const empty = { peers: [], resources: [] };
  return tx.group.create({
    data: { id, accountId: "a", name: id, createdAt: new Date(), ...empty },
  });
}

function addAccount(tx: Tx, id = "a") {
  return tx.account.create({ data: { id, createdAt: new Date(), createdBy: "", settings: {} } });
}

test("database() returns the database of the process", () => {
  expect(database()).toBe(db);
});

test("1500 concurrent transactions, half of them rolled back, lose and leak no rows", async () => {
  await db.write((tx) => addAccount(tx));
  const writes = Array.from({ length: 1500 }, (_, index) =>
    db.write(async (tx) => {
      await addGroup(tx, `g${index}`);
      const before = await tx.group.count({ where: { id: `g${index}` } });
      if (index % 2 === 1) throw new Error("rolled back on purpose");
      return before;
    }),
  );
  const outcomes = await Promise.allSettled(writes);
  const rows = await db.read.group.findMany({ select: { id: true } });
  const kept = outcomes.map((outcome, index) => ({ outcome, id: `g${index}` }));
  expect(outcomes.filter((outcome) => outcome.status === "rejected")).toHaveLength(750);
  expect(rows.map((row) => row.id).sort()).toEqual(
    kept.flatMap(({ outcome, id }) => (outcome.status === "fulfilled" ? [id] : [])).sort(),
  );
});

test("transactions run in sequence, in the order of their calls", async () => {
  const order: string[] = [];
  const writes = Array.from({ length: 20 }, (_, index) =>
    db.write(async (tx) => {
      order.push(`start ${index}`);
      await addAccount(tx, `${index}`);
      order.push(`end ${index}`);
    }),
  );
  await Promise.all(writes);
  const expected = Array.from({ length: 20 }, (_, index) => [`start ${index}`, `end ${index}`]);
  expect(order).toEqual(expected.flat());
});

test("a read never sees uncommitted rows", async () => {
  await db.write(async (tx) => {
    await addAccount(tx);
    expect(await tx.account.count()).toBe(1);
    expect(await db.read.account.count()).toBe(0);
  });
  expect(await db.read.account.count()).toBe(1);
});

test("the database itself refuses a write through the reader", async () => {
  await db.write((tx) => addAccount(tx));
  await expect(db.read.$queryRaw`DELETE FROM "Account" RETURNING id`).rejects.toThrow(/read-?only/);
  expect(await db.read.account.count()).toBe(1);
});

test("rolls back a throwing transaction, passes its error on, and runs the next one", async () => {
  const thrown = new Error("on purpose");
  const first = db.write(async (tx) => {
    await addAccount(tx, "first");
    throw thrown;
  });
  const second = db.write((tx) => addAccount(tx, "second"));
  await expect(first).rejects.toBe(thrown);
  await second;
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "second" }]);
});

test("a failed statement rolls back its transaction even if the work catches the error", async () => {
  const write = db.write(async (tx) => {
    await addAccount(tx, "first");
    await addAccount(tx, "first").catch(() => {});
  });
  await expect(write).rejects.toThrow(/UniqueConstraintViolation/);
  await db.write((tx) => addAccount(tx, "next"));
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("no statement runs after a failed one", async () => {
  const late: unknown[] = [];
  const write = db.write(async (tx) => {
    await addAccount(tx, "first");
    await addAccount(tx, "first").catch(() => {});
    await addAccount(tx, "late").catch((error: unknown) => late.push(error));
    await tx.prepared(accountById, ["first"]).catch((error: unknown) => late.push(error));
  });
  await expect(write).rejects.toThrow(/UniqueConstraintViolation/);
  expect(late).toHaveLength(2);
});

test("rolls back endless work, which neither blocks the next nor can write any more", async () => {
  const impatient = await openAgain(url, { work: 100 });
  let late: Promise<unknown> = Promise.resolve();
  const next = Promise.withResolvers<void>();
  const stuck = impatient.write(async (tx) => {
    await addAccount(tx, "stuck");
    late = next.promise.then(() => addAccount(tx, "late"));
    await new Promise(() => {});
  });
  await expect(stuck).rejects.toMatchObject({ problem: "unavailable" });
  await impatient.write((tx) => addAccount(tx, "next"));
  next.resolve();
  await expect(late).rejects.toThrow(/Transaction already closed|Transaction API error/);
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("a write that waits too long for earlier ones is unavailable", async () => {
  const impatient = await openAgain(url, { queue: 50 });
  const gate = Promise.withResolvers<void>();
  const first = impatient.write(() => gate.promise);
  const second = impatient.write((tx) => addAccount(tx));
  await expect(second).rejects.toMatchObject({ problem: "unavailable", retryAfterSeconds: 1 });
  gate.resolve();
  await first;
  await impatient.write((tx) => addAccount(tx, "next"));
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("refuses a write inside a write immediately instead of waiting for itself", async () => {
  const nested = db.write(() => db.write((tx) => addAccount(tx)));
  await expect(nested).rejects.toThrow(/write inside a write/);
});

test("background work started in a transaction may write after its end", async () => {
  const over = Promise.withResolvers<void>();
  let background: Promise<unknown> = Promise.resolve();
  await db.write(async (tx) => {
    await addAccount(tx, "first");
    background = over.promise.then(() => db.write((later) => addAccount(later, "later")));
  });
  over.resolve();
  await background;
  expect(await db.read.account.count()).toBe(2);
});

test("eight processes that check and insert concurrently create one row", async () => {
  const others = await Promise.all(Array.from({ length: 7 }, () => openAgain(url)));
  const all = Promise.withResolvers<void>();
  let checked = 0;
  const claims = [db, ...others].map((process, index) =>
    process.write(async (tx) => {
      const free = (await tx.account.count()) === 0;
      checked += 1;
      if (checked === 8) all.resolve();
      // Without the lock, all would check before one inserts.
      await Promise.race([all.promise, tick(50)]);
      if (free) await addAccount(tx, `${index}`);
    }),
  );
  await Promise.all(claims);
  expect(await db.read.account.count()).toBe(1);
});

test("close finishes accepted writes and refuses later ones", async () => {
  const closing = await openAgain(url);
  const accepted = ["1", "2", "3"].map((id) => closing.write((tx) => addAccount(tx, id)));
  const closed = closing.close();
  await expect(closing.write((tx) => addAccount(tx, "4"))).rejects.toMatchObject({
    problem: "unavailable",
  });
  await Promise.all([...accepted, closed]);
  expect(await db.read.account.count()).toBe(3);
});

test("prepared reads are answered until the accepted writes are finished", async () => {
  const closing = await openAgain(url);
  const ids = preparedRead("ids", { id: text("a.id") }, `FROM "Account" a WHERE a."id" <> $1`);
  const begun = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  const accepted = closing.write(async (tx) => {
    begun.resolve();
    await rest.promise;
    await addAccount(tx, "1");
  });
  await begun.promise;
  const closed = closing.close();
  expect(await closing.prepared(ids, [""])).toEqual([]);
  rest.resolve();
  await Promise.all([accepted, closed]);
});

test("a ping succeeds while a transaction is open", async () => {
  await db.write(async (tx) => {
    await addAccount(tx);
    await db.ping();
  });
});

test("times, JSON and text are read as they were written", async () => {
  const createdAt = new Date("2026-03-29T01:30:00.007Z");
  const settings = { list: [1, "two", null, { three: 3.5 }], text: "Ünï 🪺 \"'\\", empty: {} };
  const domain = "İstanbul – ß 🪺 % _ ' \"";
  const data = { id: "a", createdAt, createdBy: "", settings, domain };
  await db.write((tx) => tx.account.create({ data }));
  expect(await db.read.account.findFirst()).toEqual({
    ...data,
    domainCategory: "",
    deletedAt: null,
  });
  const same = { createdAt: { gte: createdAt, lte: createdAt } };
  expect(await db.read.account.count({ where: same })).toBe(1);
  expect(createdAt.getTimezoneOffset()).not.toBe(0);
});

const accountInsert = preparedInsert("Account", {
  ...{ id: text, createdAt: time, createdBy: text, settings: json },
});
const accountRow = (id: string) => ({ id, createdAt: new Date(), createdBy: "", settings: {} });
const accountById = preparedRead(
  "account",
  { id: text("a.id") },
  `FROM "Account" a WHERE "id" = $1`,
);
const rename = preparedWrite("rename", `UPDATE "Account" SET "createdBy" = $1 WHERE "id" = $2`);

test("prepared statements of a transaction see its writes, and are rolled back with it", async () => {
  const thrown = new Error("on purpose");
  const write = db.write(async (tx) => {
    await addAccount(tx, "by Prisma");
    await tx.insert(accountInsert, [accountRow("prepared")]);
    await tx.execute(rename, ["renamed", "by Prisma"]);
    for (const id of ["by Prisma", "prepared"]) {
      expect(await tx.prepared(accountById, [id])).toEqual([{ id }]);
      expect(await db.prepared(accountById, [id])).toEqual([]);
    }
    expect(await tx.account.count({ where: { createdBy: "renamed" } })).toBe(1);
    throw thrown;
  });
  await expect(write).rejects.toBe(thrown);
  expect(await db.read.account.count()).toBe(0);
  await db.write((tx) => tx.insert(accountInsert, [accountRow("next")]));
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("a failed prepared statement rolls back its transaction even if the work catches it", async () => {
  const write = db.write(async (tx) => {
    await tx.insert(accountInsert, [accountRow("first")]);
    await tx.insert(accountInsert, [accountRow("first")]).catch(() => {});
  });
  const error = await write.catch((caught: unknown) => caught);
  expect(isUniqueViolation(error, "id")).toBe(true);
  await db.write((tx) => addAccount(tx, "next"));
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("abandoned work cannot go on with prepared statements in the next transaction", async () => {
  const impatient = await openAgain(url, { work: 100 });
  const abandoned = Promise.withResolvers<Tx>();
  const stuck = impatient.write(async (tx) => {
    abandoned.resolve(tx);
    await new Promise(() => {});
  });
  await expect(stuck).rejects.toMatchObject({ problem: "unavailable" });
  const late = await abandoned.promise;
  await impatient.write(async (tx) => {
    await addAccount(tx, "next");
    const refused = late.insert(accountInsert, [accountRow("late")]);
    await expect(refused).rejects.toThrow("the transaction is over");
    await expect(late.prepared(accountById, ["next"])).rejects.toThrow("the transaction is over");
  });
  expect(await db.read.account.findMany({ select: { id: true } })).toEqual([{ id: "next" }]);
});

test("the database itself refuses a prepared write outside of a transaction", async () => {
  const into = preparedInsert("Account", { id: text }, { returning: { id: text } });
  const outside = db.prepared({ ...into.statementOf(1), kept: 0 }, ["a"]);
  await expect(outside).rejects.toThrow(/read-?only/);
});

test("inserts more rows than a statement can have, and none", async () => {
  const rows = Array.from({ length: 2_001 }, (_, at) => accountRow(`a${at}`));
  await db.write(async (tx) => {
    expect(await tx.insert(accountInsert, [])).toEqual([]);
    await tx.insert(accountInsert, rows);
  });
  expect(await db.read.account.count()).toBe(2_001);
});

test("refuses to insert a row without a value for each column", async () => {
  const { createdBy: _, ...partial } = accountRow("a");
  const write = db.write((tx) => tx.insert(accountInsert, [partial as never]));
  await expect(write).rejects.toThrow("a row to insert has no createdBy");
});
