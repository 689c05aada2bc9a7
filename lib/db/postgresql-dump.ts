import { open } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent } from "./backup-content.ts";
import { linesOf } from "./lines.ts";
import { startTool } from "./postgresql-tools.ts";

/** `pg_restore`'s line before the rows of a table, which end with a line of `\.`. */
const COPY = /^COPY ("\w+"|\w+)\.("[^"]+"|\w+) \((.*)\) FROM stdin;$/;
const END = "\\.";
const NULL = "\\N";
const MIGRATIONS = "_prisma_migrations";

/** Other parts of a table in a dump: the part's name, and the table's. */
const PARTS = [
  /^CREATE (?:UNIQUE )?INDEX ("[^"]+"|\w+) ON (?:ONLY )?(?:"\w+"|\w+)\.("[^"]+"|\w+) /,
  /^ALTER SEQUENCE (?:"\w+"|\w+)\.("[^"]+"|\w+) OWNED BY (?:"\w+"|\w+)\.("[^"]+"|\w+)\./,
];

/**
 * A dump's content, the schema of the migrations' table, and the table of each index and sequence.
 */
export type Dump = { content: BackupContent; schema: string; parts: Map<string, string> };

/** Reads all of a dump in the custom format; a Problem if it is damaged or not Roost's. */
export async function readDump(path: string): Promise<Dump> {
  await assertDump(path);
  const reading = startTool("pg_restore", ["--file=-", path], {}, ["ignore", "pipe", "pipe"]);
  const content: BackupContent = { tables: {}, migrations: [] };
  const parts = new Map<string, string>();
  let schema: string | undefined;
  let table: { name: string; columns: string[] } | undefined;
  if (!reading.child.stdout) throw new Error("pg_restore has no output");
  for await (const line of linesOf(reading.child.stdout)) {
    if (table === undefined) {
      const part = PARTS.map((pattern) => pattern.exec(line)).find((match) => match !== null);
      if (part) parts.set(plain(part[1]), plain(part[2]));
      const [, at, name, columns] = COPY.exec(line) ?? [];
      if (name === undefined || columns === undefined) continue;
      table = { name: plain(name), columns: columns.split(", ").map(plain) };
      content.tables[table.name] = 0;
      if (table.name === MIGRATIONS) schema = plain(at);
    } else if (line === END) table = undefined;
    else {
      content.tables[table.name] = (content.tables[table.name] ?? 0) + 1;
      if (table.name === MIGRATIONS) content.migrations.push(...finished(table.columns, line));
    }
  }
  await reading.done.catch((error: Error) => {
    throw new Problem("internal", `${path} cannot be read: ${error.message}`);
  });
  if (schema === undefined) {
    throw new Problem("invalid_request", `${path} is not a backup of Roost.`);
  }
  content.migrations.sort();
  return { content: { ...content, tables: sorted(content.tables) }, schema, parts };
}

/** An entry of `pg_restore --list` that creates a table or a part of it: schema and name. */
const ENTRY =
  /^\d+; \d+ \d+ (?:TABLE DATA|TABLE|(?:FK |CHECK )?CONSTRAINT|DEFAULT|INDEX|SEQUENCE(?: OWNED BY| SET)?) (\S+) (\S+) /;

/**
 * The lines of `pg_restore --list` that create these tables with rows, keys, indexes and sequences:
 * a dump may also have other tables, views or triggers, whose functions may be missing.
 */
export async function entriesOf(
  path: string,
  { schema, parts }: Dump,
  tables: ReadonlySet<string>,
): Promise<string> {
  const { child, done } = startTool("pg_restore", ["--list", path], {}, ["ignore", "pipe", "pipe"]);
  if (!child.stdout) throw new Error("pg_restore has no output");
  const list = await text(child.stdout);
  await done;
  const wanted = list.split("\n").filter((line) => {
    const [, at, name = ""] = ENTRY.exec(line) ?? [];
    return at === schema && tables.has(parts.get(name) ?? name);
  });
  return wanted.join("\n");
}

/** The same counts in the order of their names. */
export function sorted(tables: Record<string, number>): Record<string, number> {
  const byName = ([a]: [string, number], [b]: [string, number]) => (a < b ? -1 : 1);
  return Object.fromEntries(Object.entries(tables).sort(byName));
}

async function assertDump(path: string): Promise<void> {
  const file = await open(path, "r").catch((error: Error) => {
    throw new Problem("invalid_request", `${path} cannot be read: ${error.message}`);
  });
  try {
    const begin = Buffer.alloc(16);
    await file.read(begin, 0, begin.length, 0);
    const text = begin.toString("latin1");
    if (text.startsWith("PGDMP")) return;
    const line = text.startsWith("SQLite format 3")
      ? `${path} is a backup of an SQLite database, and DATABASE_URL names a PostgreSQL server.`
      : `${path} is not a backup of Roost.`;
    throw new Problem("invalid_request", line);
  } finally {
    await file.close();
  }
}

const plain = (name = "") => name.replace(/^"|"$/g, "");

function finished(columns: string[], row: string): string[] {
  const values = row.split("\t");
  const valueIn = (column: string) => values[columns.indexOf(column)] ?? NULL;
  return valueIn("finished_at") === NULL ? [] : [valueIn("migration_name")];
}
