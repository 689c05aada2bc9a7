import { expect, test } from "vitest";
import { packRows, unpackRows } from "./packed-rows.ts";

const at = new Date(0);
const rows = [
  { id: "1", name: "nightly", usedAt: null, owner: "first", groups: [{ id: "g" }] },
  { id: "2", name: "", usedAt: at, owner: "first", groups: [] },
];

test("rows are unpacked as they were packed", () => {
  expect(unpackRows(packRows(rows))).toEqual(rows);
  expect(unpackRows(packRows(rows.slice(1)))).toEqual(rows.slice(1));
  expect(unpackRows(packRows([]))).toEqual([]);
});

test("names of fields and values of all rows are packed once", () => {
  const packed = JSON.stringify(packRows(rows));
  for (const text of ["usedAt", "first"]) expect(packed.match(RegExp(text, "g"))).toHaveLength(1);
});
