import { expect, test } from "vitest";
import { assertSameTables, columnOf, modelTables, parentsFirst, type Table } from "./tables.ts";

const table = (name: string, parents: string[] = []): Table => ({
  name,
  parents,
  key: ["id"],
  columns: [columnOf(name, "id", "TEXT")],
});

test("a table follows all that it refers to, and a cycle is an error", () => {
  const tables = [table("C", ["B", "A"]), table("B", ["A"]), table("A"), table("D", ["C"])];
  expect(parentsFirst(tables).map(({ name }) => name)).toEqual(["A", "B", "C", "D"]);
  const cycle = [table("A", ["B"]), table("B", ["A"]), table("C")];
  expect(() => parentsFirst(cycle)).toThrow("foreign keys in a cycle: A, B");
});

test("a type without a conversion is an error that names the column", () => {
  expect(() => columnOf("Token", "price", "numeric(65,30)")).toThrow(
    "Token.price: no conversion of the type numeric(65,30)",
  );
  expect(() => columnOf("Token", "at", "timestamp(6) without time zone")).toThrow("Token.at");
});

test("a missing table, another column, kind or key is refused by name", () => {
  const all = modelTables().map((name) => table(name));
  expect(() => assertSameTables(all, all)).not.toThrow();
  const changes: [string, (of: Table) => Table | undefined][] = [
    ["Token", () => undefined],
    ["User", (of) => ({ ...of, key: [] })],
    ["Group", (of) => ({ ...of, columns: [columnOf("Group", "id", "INTEGER")] })],
    ["Notice", (of) => ({ ...of, columns: [...of.columns, columnOf("Notice", "x", "TEXT")] })],
  ];
  for (const [name, change] of changes) {
    const other = all.flatMap((of) => (of.name === name ? (change(of) ?? []) : of));
    const line = `The tables of the two databases differ: ${name}. One of them was changed by hand.`;
    expect(() => assertSameTables(all, other)).toThrow(line);
    expect(() => assertSameTables(other, all)).toThrow(line);
  }
});
