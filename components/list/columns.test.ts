import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Column, ColumnCells, ColumnHeadings } from "./columns.tsx";

type Shown = { name: string };

const COLUMNS: readonly Column<Shown>[] = [
  { heading: "Name", bare: true, cell: ({ name }) => name },
  { heading: "Users", numeric: true, cell: () => 3 },
  { heading: "Created", spare: true, cell: () => "today" },
  { heading: "Actions", actions: true, cell: () => "Delete" },
];

const cellsOf = (html: string, tag: "th" | "td") =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*class="([^"]*)"[^>]*>(.*?)</${tag}>`, "g"))].map(
    ([, classes = "", inner = ""]) => ({ classes, text: inner.replace(/<[^>]*>/g, " ").trim() }),
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
  expect(cells.map(({ text }) => text)).toEqual([
    "nightly",
    expect.stringMatching(/^Users\s+3$/),
    expect.stringMatching(/^Created\s+today$/),
    "Delete",
  ]);
});

test("heading and cell agree on hidden and numeric columns", () => {
  for (const column of [headings, cells]) {
    expect(column.map(({ classes }) => classes.includes("@max-snug:hidden"))).toEqual([
      ...[false, false, true, false],
    ]);
    expect(column.map(({ classes }) => / text-right( |$)/.test(classes)).slice(0, 3)).toEqual([
      ...[false, true, false],
    ]);
  }
});
