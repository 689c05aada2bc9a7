import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent } from "./backup-content.ts";
import { startTool } from "./postgresql-tools.ts";

/** How `pg_restore` begins the rows of a table, which end with a line of `\.`. */
const COPY = /^COPY (?:"\w+"|\w+)\.("[^"]+"|\w+) \((.*)\) FROM stdin;$/;
const END = "\\.";
const NULL = "\\N";
const MIGRATIONS = "_prisma_migrations";

/** Reads all of a dump in the custom format; a Problem if it is damaged or not Roost's. */
export async function readDump(path: string): Promise<BackupContent> {
  await assertDump(path);
  const reading = startTool("pg_restore", ["--file=-", path], {}, ["ignore", "pipe", "pipe"]);
  const content: BackupContent = { tables: {}, migrations: [] };
  let table: { name: string; columns: string[] } | undefined;
  if (!reading.child.stdout) throw new Error("pg_restore has no output");
  for await (const line of createInterface(reading.child.stdout)) {
    if (table === undefined) {
      const [, name, columns] = COPY.exec(line) ?? [];
      if (name === undefined || columns === undefined) continue;
      table = { name: plain(name), columns: columns.split(", ").map(plain) };
      content.tables[table.name] = 0;
    } else if (line === END) table = undefined;
    else {
      content.tables[table.name] = (content.tables[table.name] ?? 0) + 1;
      if (table.name === MIGRATIONS) content.migrations.push(...finished(table.columns, line));
    }
  }
  await reading.done.catch((error: Error) => {
    throw new Problem("internal", `${path} cannot be read: ${error.message}`);
  });
  if (content.tables[MIGRATIONS] === undefined) {
    throw new Problem("invalid_request", `${path} is not a backup of Roost.`);
  }
  return { tables: sorted(content.tables), migrations: content.migrations.sort() };
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

const plain = (name: string) => name.replace(/^"|"$/g, "");

function finished(columns: string[], row: string): string[] {
  const values = row.split("\t");
  const valueIn = (column: string) => values[columns.indexOf(column)] ?? NULL;
  return valueIn("finished_at") === NULL ? [] : [valueIn("migration_name")];
}
