import type { SqlQuery, Transaction } from "@prisma/driver-adapter-utils";
import {
  type Decode,
  decodeRow,
  encoded,
  type Parameter,
  type ReadPrepared,
  type Statement,
  timeOf,
} from "./prepared.ts";
import { type PreparedInsert, ROWS_MAX } from "./prepared-insert.ts";

/** Prepared statements in a transaction, on its connection. */
export type PreparedStatements = {
  /** Reads that see the transaction's own writes. */
  prepared: ReadPrepared;
  /** Inserts rows in this order; returns the returned columns of each, in no particular order. */
  insert<V, R>(into: PreparedInsert<V, R>, rows: readonly V[]): Promise<R[]>;
  /** Runs a prepared statement that returns no rows. */
  execute(write: Statement<never>, parameters: readonly Parameter[]): Promise<void>;
};

/** As the adapters of both databases return values: SQLite has numbers for booleans. */
const DECODE: Decode = {
  text: String,
  number: Number,
  boolean: (stored) => stored === true || stored === 1,
  time: (stored) => timeOf(stored as string | number),
};

/** Values are converted already. */
const PLAIN = { scalarType: "unknown", arity: "scalar" } as const;

/** A query with the name of its statement, for the driver of PostgreSQL. */
type NamedQuery = SqlQuery & { name?: string | undefined };

/** The name of a query's statement on its connection; most have none. */
export const statementName = (query: SqlQuery): string | undefined => (query as NamedQuery).name;

/** The prepared statements of a transaction. They fail, and make it fail, as Prisma's do. */
export function preparedStatements(transaction: Transaction): PreparedStatements {
  const isSqlite = transaction.provider === "sqlite";

  async function run<R>(given: Statement<R>, values: (Parameter | object | null)[]): Promise<R[]> {
    const query: NamedQuery = {
      name: given.name,
      sql: isSqlite ? given.positional : given.sql,
      args: values.map(encoded),
      argTypes: values.map(() => PLAIN),
    };
    const { rows } = await transaction.queryRaw(query);
    return rows.map((row) => decodeRow(given, row, DECODE));
  }

  return {
    prepared: (read, parameters) => run(read, [...parameters]),
    async insert<V, R>(into: PreparedInsert<V, R>, rows: readonly V[]) {
      const returned: R[] = [];
      for (let from = 0; from < rows.length; from += ROWS_MAX) {
        const part = rows.slice(from, from + ROWS_MAX);
        const values = part.flatMap((row) => valuesOf(row, into.columns));
        returned.push(...(await run(into.statementOf(part.length), values)));
      }
      return returned;
    },
    async execute(write, parameters) {
      await run(write, [...parameters]);
    },
  };
}

function valuesOf<V>(row: V, columns: readonly string[]): (Parameter | object | null)[] {
  return columns.map((name) => {
    const value = (row as Record<string, Parameter | object | null | undefined>)[name];
    if (value === undefined) throw new Error(`a row to insert has no ${name}`);
    return value;
  });
}

/**
 * Passes the driver's transaction, which Prisma's client starts, on to its user. A connection has
 * one at a time.
 */
export type Started = { note(transaction: Transaction): Transaction; take(): PreparedStatements };

export function startedTransactions(): Started {
  let latest: Transaction | undefined;
  return {
    note(transaction) {
      latest = transaction;
      return transaction;
    },
    take() {
      if (latest === undefined) throw new Error("no transaction was started");
      const statements = preparedStatements(latest);
      latest = undefined;
      return statements;
    },
  };
}
