import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent } from "./backup-content.ts";
import { connectionOptions } from "./postgresql-connection.ts";
import { readDump } from "./postgresql-dump.ts";
import { ask, countRows, isSame, ownTables, withConnection } from "./postgresql-tables.ts";
import { connectionVariables, startTool, WITHOUT_ROLES } from "./postgresql-tools.ts";

/** Dumps Roost's tables of the schema into a file in the custom format, and reads the file back. */
export async function dumpPostgresql(url: string, draft: string): Promise<BackupContent> {
  const { schema } = connectionOptions(url);
  return withConnection(url, async (adapter) => {
    // The same snapshot for counts and dump, even during writes.
    await ask(adapter, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const [snapshot] = await ask(adapter, "SELECT pg_export_snapshot()");
    const names = await ownTables(adapter, schema);
    if (names.length === 0) throw new Problem("internal", "The database is empty.");
    const [counts] = await ask(adapter, countRows(schema, names));
    const tables = names.map((name) => `--table="${schema}"."${name}"`);
    const what = [`--snapshot=${snapshot}`, ...tables, ...WITHOUT_ROLES];
    const args = ["--format=custom", ...what, `--file=${draft}`];
    await startTool("pg_dump", args, connectionVariables(url), ["ignore", "ignore", "pipe"]).done;
    await ask(adapter, "COMMIT");
    const { content: dumped } = await readDump(draft);
    if (!isSame(dumped, counts)) {
      throw new Problem("internal", "The backup does not hold what the database holds.");
    }
    return dumped;
  });
}
