import { type Database, isPostgresql } from "./database.ts";
import { WRITE_LIMITS, type WriteLimits } from "./writer.ts";

/** Opens the database of a `file:` or `postgresql:` URL, without migrations. */
export async function openDatabase(url: string, changes?: Partial<WriteLimits>): Promise<Database> {
  const limits = { ...WRITE_LIMITS, ...changes };
  if (isPostgresql(url)) {
    const { openPostgresql } = await import("./postgresql.ts");
    return openPostgresql(url, limits);
  }
  const { openSqlite } = await import("./sqlite.ts");
  return openSqlite(url, limits);
}
