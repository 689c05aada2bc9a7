import { randomUUID } from "node:crypto";
import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import { statement } from "../migration-connection.ts";
import { UNFINISHED_COPY } from "../migration-history.ts";
import { literal, query } from "./store.ts";
import type { Row } from "./tables.ts";

/*
 * The progress of a copy is a migration in the target's history that is begun and not finished:
 * written in the transaction of the rows, and refused by every start.
 */

export type CopyRecord = {
  /** The name of the source, its accounts, and its version at the beginning. */
  source: string;
  accounts: string[];
  version: string;
  /** The last table with copied rows, the last of these, and the number of all copied rows. */
  table?: string;
  after?: Row;
  copied: number;
};

const WHERE = `WHERE migration_name = '${UNFINISHED_COPY}'`;

/** The record, or undefined if there is no unfinished copy in the database. */
export async function readRecord(database: SqlQueryable): Promise<CopyRecord | undefined> {
  const [found] = await query(database, `SELECT logs FROM "_prisma_migrations" ${WHERE}`);
  return found && JSON.parse(`${found[0]}`);
}

/** Stores the record, or removes it. */
export async function writeRecord(
  database: SqlQueryable,
  record: CopyRecord | undefined,
): Promise<void> {
  await database.executeRaw(statement(`DELETE FROM "_prisma_migrations" ${WHERE}`));
  if (record === undefined) return;
  const values = [randomUUID(), "", UNFINISHED_COPY, JSON.stringify(record)].map(literal);
  await database.executeRaw(
    statement(`INSERT INTO "_prisma_migrations"
      (id, checksum, migration_name, logs, started_at, applied_steps_count)
      VALUES (${values.join(", ")}, CURRENT_TIMESTAMP, 0)`),
  );
}
