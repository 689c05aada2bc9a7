import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Column, ColumnCells, ColumnHeadings } from "./columns.tsx";

type Shown = { name: string };

const COLUMNS: readonly Column<Shown>[] = [
  { heading: "Name", bare: true, cell: ({ name }) => name },
  { heading: "Users", numeric: true, cell: () => 3 },
  { heading: "Created", spare: true, cell: () => "today" },
  { heading: "Actions", actions: "w-8", cell: () => "Delete" },
];

const cellsOf = (html: string, tag: "th" | "td") =>
  [...html.matchAll(new RegExp(`<${tag}([^>]*)>(.*?)</${tag}>`, "g"))].map(
    ([, attributes = "", inner = ""]) => ({
      classes: /class="([^"]*)"/.exec(attributes)?.[1]?.split(" ") ?? [],
      label: /data-label="([^"]*)"/.exec(attributes)?.[1],
      text: inner.replace(/<[^>]*>/g, " ").trim(),
    }),
  );

const headings = cellsOf(
  renderToStaticMarkup(createElement(ColumnHeadings<Shown>, { columns: COLUMNS })),
  "th",
);
const cells = cellsOf(
  renderToStaticMarkup(
    createElement(ColumnCells<Shown>, { columns: COLUMNS, shown: { name: "nightly" } }),
  ),
  "td",
);

test("each column has one heading and one cell, in the same order", () => {
  expect(headings.map(({ text }) => text)).toEqual(["Name", "Users", "Created", "Actions"]);
  expect(cells.map(({ label, text }) => [label, text])).toEqual([
    [undefined, "nightly"],
    ["Users", "3"],
    ["Created", "today"],
    [undefined, ""],
  ]);
});

test("the HTML of a row is without its buttons, which need JavaScript", () => {
  expect(cells.at(-1)).toMatchObject({ text: "", classes: ["actions-cell"] });
});

test("heading and cell agree on hidden and numeric columns", () => {
  for (const column of [headings, cells]) {
    for (const [at, name] of ["number-cell", "spare-cell"].entries()) {
      const having = column.map(({ classes }) => classes.includes(name));
      expect(having).toEqual(column.map((_, index) => index === at + 1));
    }
  }
});
