import type { PostgresqlDriver } from "./postgresql-connection.ts";
import { type Decode, decodeRow, encoded, type ReadPrepared, timeOf } from "./prepared.ts";
import { limitConnections, type StatementLimit } from "./statement-limit.ts";

const DECODE: Decode = {
  text: String,
  number: Number,
  boolean: (stored) => stored === "t",
  // Stored without a time zone, in UTC.
  time: (stored) => timeOf(`${String(stored).replace(" ", "T")}Z`),
};

/** The values as the server writes them: the driver would read times in the zone of this process. */
const types = { getTypeParser: () => (value: string) => value };

export type PostgresqlReads = { read: ReadPrepared; close(): Promise<void> };

/**
 * Prepared reads on connections of their own, each opened on demand: they never wait for the
 * connection of a slow list. The statements are prepared once on each connection.
 */
export async function openPostgresqlReads(
  driver: PostgresqlDriver,
  newLimit: () => StatementLimit,
): Promise<PostgresqlReads> {
  const adapter = await driver.connect();
  limitConnections(adapter, newLimit);
  const pool = adapter.underlyingDriver();
  let closed: Promise<void> | undefined;
  return {
    async read(read, parameters) {
      const { name, sql: text } = read;
      const { rows } = await pool.query({
        name,
        text,
        values: parameters.map(encoded),
        rowMode: "array",
        types,
      });
      return rows.map((row: unknown[]) => decodeRow(read, row, DECODE));
    },
    close() {
      // A database may be closed twice, which the pool refuses.
      closed ??= adapter.dispose();
      return closed;
    },
  };
}
