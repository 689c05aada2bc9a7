import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { migrate } from "#lib/db/migrations.ts";
import type { Report } from "#lib/db/store/report.ts";
import { temporaryFolder } from "./file-end.ts";
import { using } from "./migrations.ts";

const folder = temporaryFolder("roost-copies-");
let made = 0;

/** The address of an SQLite file in a folder of its own, removed after the test file. */
export function newSqliteUrl(): string {
  made += 1;
  return `file:${mkdtempSync(join(folder(), `${made}-`))}/roost.db`;
}

/** The same of a migrated file. */
export async function newSqlite(): Promise<string> {
  const url = newSqliteUrl();
  await migrate(url);
  return url;
}

/** All rows of all models as Roost reads them, in one order on every database. */
export function contentOf(url: string): Promise<Record<string, string[]>> {
  return using(url, async ({ read }) => {
    const content: Record<string, string[]> = {};
    for (const name of Object.values(Prisma.ModelName)) {
      const model = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` as Uncapitalize<
        typeof name
      >;
      const findMany = read[model].findMany as () => Promise<object[]>;
      content[name] = (await findMany()).map(canonical).sort();
    }
    return content;
  });
}

const canonical = (row: object) =>
  JSON.stringify(row, (_, value) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );

/** A report that keeps the lines, and runs `at` before each part of the work. */
export function quietReport(at: (name: string) => Promise<void> | void = () => {}) {
  const lines: string[] = [];
  const report: Report = {
    say: (line) => void lines.push(line),
    async progress(name, _, work) {
      await at(name);
      return work(() => {});
    },
  };
  return { lines, report };
}
