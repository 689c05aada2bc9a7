import { expect, test } from "vitest";
import { z } from "zod";
import { inventoryToken } from "#lib/contract/token-inventory.ts";
import { columnsOf, type ExportFormat, exportFile } from "./export-file.ts";
import { TOKEN_COLUMNS } from "./handlers/token-inventory.ts";

async function* pagesOf<Row>(...pages: Row[][]) {
  for (const page of pages) yield page;
}

async function contentOf(chunks: AsyncIterable<string>): Promise<string> {
  let content = "";
  for await (const chunk of chunks) content += chunk;
  return content;
}

function inFormat<Row extends Record<string, unknown>>(
  format: ExportFormat,
  columns: (keyof Row & string)[],
  ...pages: Row[][]
) {
  return contentOf(exportFile({ name: "things", format, columns, rows: pagesOf(...pages) }).chunks);
}

test("the file name has content and date, the type its format", () => {
  const today = new Date().toISOString().slice(0, 10);
  const file = (format: ExportFormat) =>
    exportFile({ name: "things", format, columns: [], rows: pagesOf<object & { x?: 1 }>() });
  expect(file("csv")).toMatchObject({
    fileName: `things-${today}.csv`,
    contentType: "text/csv; charset=utf-8; header=present",
  });
  expect(file("json")).toMatchObject({
    fileName: `things-${today}.json`,
    contentType: "application/json",
  });
});

test("the named columns come first, then every other field of the schema", () => {
  const schema = z.object({ a: z.string(), b: z.string(), c: z.string().optional() });
  expect(columnsOf(schema)).toEqual(["a", "b", "c"]);
  expect(columnsOf(schema, ["b"])).toEqual(["b", "a", "c"]);
});

test("the token export keeps its column order and has every field", () => {
  expect(TOKEN_COLUMNS.join()).toMatch(
    /^id,name,fingerprint,state,user_id,user_name,is_service_user,created_at,created_by,created_by_name,expiration_date,last_used,last_used_ip,last_used_agent,is_user_blocked,is_creator_blocked/,
  );
  expect(TOKEN_COLUMNS).toHaveLength(Object.keys(inventoryToken.shape).length);
});

test("CSV has a header row, one line per row of every page, and CRLF line ends", async () => {
  expect(await inFormat("csv", ["a", "b"], [{ a: 1, b: "x" }], [], [{ a: 2, b: "y" }])).toBe(
    "a,b\r\n1,x\r\n2,y\r\n",
  );
  expect(await inFormat("csv", ["a", "b"])).toBe("a,b\r\n");
});

test("CSV quotes cells with delimiters and keeps them", async () => {
  const row = { a: 'say "hi", then\r\nleave', b: "new\nline" };
  expect(await inFormat("csv", ["a", "b"], [row])).toBe(
    'a,b\r\n"say ""hi"", then\r\nleave","new\nline"\r\n',
  );
});

test("CSV writes absent and null as empty, booleans as words, times in UTC, objects as JSON", async () => {
  const row = { a: null, b: undefined, c: false, d: new Date(0), e: { k: 1 }, f: -1 };
  expect(await inFormat("csv", ["a", "b", "c", "d", "e", "f"], [row])).toBe(
    'a,b,c,d,e,f\r\n,,false,1970-01-01T00:00:00.000Z,"{""k"":1}",-1\r\n',
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "CSV escapes %j so that no spreadsheet reads a formula",
  async (cell) => {
    const [, line = ""] = (await inFormat("csv", ["a"], [{ a: cell }])).split(/^a\r\n/);
    expect(line.replace(/^"/, "").startsWith(`'${cell}`)).toBe(true);
  },
);

test("JSON is one array of whole rows across pages", async () => {
  const rows = [
    { a: "=1", b: { c: [1] } },
    { a: "é\n", b: null },
    { a: "z", b: 0 },
  ];
  const [one, two, three] = rows as [object, object, object];
  const columns: never[] = [];
  const read = async (...pages: object[][]) =>
    JSON.parse(await inFormat("json", columns, ...(pages as Record<string, unknown>[][])));
  expect(await read([one], [], [two, three])).toEqual(rows);
  expect(await read([], [one])).toEqual([one]);
  expect(await read([])).toEqual([]);
  expect(await read()).toEqual([]);
});

test("a page is read only after the previous one was consumed, and never after an abort", async () => {
  let read = 0;
  let closed = false;
  async function* endless() {
    try {
      for (;;) yield [{ a: ++read }];
    } finally {
      closed = true;
    }
  }
  const { chunks } = exportFile({ name: "x", format: "csv", columns: ["a"], rows: endless() });
  for await (const chunk of chunks) if (chunk === "2\r\n") break;
  expect([read, closed]).toEqual([2, true]);
});
