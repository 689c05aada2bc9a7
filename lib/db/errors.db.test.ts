import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type Database, database, type Tx } from "./database.ts";
import {
  isBusy,
  isMissingRow,
  isMissingTable,
  isUnavailable,
  isUniqueViolation,
} from "./errors.ts";
import { boolean, text, time } from "./prepared.ts";
import { preparedInsert } from "./prepared-insert.ts";

let db: Database;

beforeAll(async () => {
  ({ database: db } = await freshDatabase());
  await db.write(async (tx) => {
    await tx.account.create({
      data: { id: "a", createdAt: new Date(), createdBy: "", settings: {} },
    });
    await addUser(tx, "u", "taken@example.test");
  });
});

function addUser(tx: Tx, id: string, emailKey: string, accountId = "a") {
  const rest = { name: "", role: "user", isServiceUser: false, createdBy: "" };
  return tx.user.create({ data: { id, accountId, emailKey, createdAt: new Date(), ...rest } });
}

function errorOf(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  return database()
    .write(work)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

test("names the field of a duplicate unique value", async () => {
  const error = await errorOf((tx) => addUser(tx, "other", "taken@example.test"));
  expect(isUniqueViolation(error)).toBe(true);
  expect(isUniqueViolation(error, "emailKey")).toBe(true);
  expect(isUniqueViolation(error, "email")).toBe(false);
  expect(isUniqueViolation(error, "id")).toBe(false);
});

test("a duplicate ID is a unique violation of the ID", async () => {
  const error = await errorOf((tx) => addUser(tx, "u", "free@example.test"));
  expect(isUniqueViolation(error, "id")).toBe(true);
  expect(isUniqueViolation(error, "emailKey")).toBe(false);
});

test("a violation that the work caught is still reported", async () => {
  const error = await errorOf((tx) => addUser(tx, "x", "taken@example.test").catch(() => {}));
  expect(isUniqueViolation(error, "emailKey")).toBe(true);
});

test("names the field of a duplicate unique value of a prepared insert, and a missing table", async () => {
  const rest = { name: "", role: "user", isServiceUser: false, createdBy: "", accountId: "a" };
  const columns = {
    ...{ id: text, emailKey: text, accountId: text, name: text, role: text, createdBy: text },
    ...{ isServiceUser: boolean, createdAt: time },
  };
  const row = { id: "other", emailKey: "taken@example.test", createdAt: new Date(), ...rest };
  const taken = await errorOf((tx) => tx.insert(preparedInsert("User", columns), [row]));
  expect(isUniqueViolation(taken, "emailKey")).toBe(true);
  expect(isUniqueViolation(taken, "id")).toBe(false);
  const missing = await errorOf((tx) => tx.insert(preparedInsert("None", columns), [row]));
  expect([isMissingTable(missing), isMissingTable(taken)]).toEqual([true, false]);
});

test("an update or deletion of no row is a missing row only", async () => {
  const where = { id: "unknown" };
  for (const work of [
    (tx: Tx) => tx.user.update({ where, data: { name: "" } }),
    (tx: Tx) => tx.user.delete({ where }),
    (tx: Tx) => tx.user.findUniqueOrThrow({ where }),
  ]) {
    const error = await errorOf(work);
    expect(isMissingRow(error)).toBe(true);
    expect(isUnavailable(error) || isBusy(error) || isUniqueViolation(error)).toBe(false);
  }
});

test("an invalid reference and bad SQL are neither duplicate, missing nor unavailable", async () => {
  for (const work of [
    (tx: Tx) => addUser(tx, "y", "y@example.test", "no such account"),
    (tx: Tx) => tx.$executeRaw`NO SUCH STATEMENT`,
  ]) {
    const error = await errorOf(work);
    expect(error).toBeInstanceOf(Error);
    const matches = [isUniqueViolation, isMissingRow, isBusy, isUnavailable].map((is) => is(error));
    expect(matches).toEqual([false, false, false, false]);
  }
});
