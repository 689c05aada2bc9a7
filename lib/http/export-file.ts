import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import type { FileReply } from "./reply.ts";

/** The formats of an export, the first where none is asked for. */
export type ExportFormat = "csv" | "json";

/** A row on the wire: the same names and values in both formats. */
type ExportRow = Record<string, unknown>;

type Export<Row extends ExportRow> = {
  /** What it holds; the file is named after it and today's date (UTC). */
  name: string;
  format: ExportFormat;
  /** CSV begins with a byte-order mark, for spreadsheets that would else not read it as UTF-8. */
  bom?: boolean;
  /** The columns of a CSV file in their order. JSON holds each row whole. */
  columns: readonly (keyof Row & string)[];
  /** Read one page at a time, and only as fast as the client takes them. */
  rows: AsyncIterable<readonly Row[]>;
};

/**
 * The columns of a CSV file: every field of a row's schema, those named first. A new field goes to
 * the end, so that what reads the file by position stays right.
 */
export function columnsOf<Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  first: readonly (keyof Shape & string)[] = [],
): (keyof Shape & string)[] {
  return [...new Set([...first, ...Object.keys(shape)])];
}

/** A file of rows, made while it is sent: as CSV with a header row (RFC 4180), or as a JSON array. */
export function exportFile<Row extends ExportRow>(wanted: Export<Row>): FileReply {
  const { name, format, bom = false, columns, rows } = wanted;
  return {
    kind: "file",
    chunks: format === "csv" ? csvChunks(columns, rows, bom ? "\ufeff" : "") : jsonChunks(rows),
    contentType: format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/json",
    fileName: `${name}-${new Date().toISOString().slice(0, 10)}.${format}`,
  };
}

async function* csvChunks<Row extends ExportRow>(
  columns: readonly (keyof Row & string)[],
  pages: AsyncIterable<readonly Row[]>,
  mark: string,
): AsyncGenerator<string> {
  yield mark + csvLines([[...columns]]);
  for await (const page of pages) {
    yield csvLines(page.map((row) => columns.map((column) => row[column])));
  }
}

/** A spreadsheet takes a cell that begins like a formula for one: it gets a `'` in front. */
function csvLines(rows: unknown[][]): string {
  return stringify(rows, {
    record_delimiter: "windows",
    escape_formulas: true,
    // The library looks for the line end of its own only.
    quoted_match: /[\r\n]/,
    cast: { boolean: String, date: (value) => value.toISOString() },
  });
}

async function* jsonChunks(pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  let before = "[";
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map((row) => JSON.stringify(row)).join(",\n");
    before = ",\n";
  }
  yield before === "[" ? "[]\n" : "]\n";
}
