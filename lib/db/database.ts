import { globalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import type { Prisma, PrismaClient } from "./generated/sqlite/client.ts";
import type { ReadBothPrepared, ReadPrepared } from "./prepared.ts";
import type { PreparedStatements } from "./prepared-transaction.ts";

type ReadOperation =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "aggregate"
  | "groupBy";

/** A transaction for reads and writes: all or nothing. */
export type Tx = Prisma.TransactionClient & PreparedStatements;

/** The client for reads outside of transactions. A `Tx` is assignable to it. */
export type ReadClient = {
  readonly [Model in Uncapitalize<Prisma.ModelName>]: Pick<PrismaClient[Model], ReadOperation>;
} & Pick<PrismaClient, "$queryRaw">;

export type Database = {
  /** Prepared reads, of committed rows. */
  prepared: ReadPrepared;
  bothPrepared: ReadBothPrepared;
  /** The condition that a column has one of these values: one parameter, however many they are. */
  isOneOf(column: Prisma.Sql, values: readonly string[]): Prisma.Sql;
  /** Reads committed rows only. The database itself refuses writes through it. */
  read: ReadClient;
  /**
   * Runs the work in a transaction that no other write overlaps, in this process or another.
   * Commits when the work resolves; a failed statement rolls everything back even if the work
   * catches it. The work may be run again, so it must change nothing except the database.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Rejects within two seconds if the database does not answer. */
  ping(): Promise<void>;
  /** Commits a small row; rejects within five seconds if a write would fail or lack disk space. */
  probe(): Promise<void>;
  /** Finishes the accepted writes, then closes the connections. */
  close(): Promise<void>;
};

/** The registration that this process uses a database. Ends with the process at the latest. */
export type Presence = {
  leave(): Promise<void>;
  /** Whether it has held from its beginning: PostgreSQL ends it with its connection. */
  isKept(): Promise<boolean>;
};

/** Whether the URL is of PostgreSQL instead of SQLite; throws for others. */
export function isPostgresql(url: string): boolean {
  if (/^postgres(ql)?:/.test(url)) return true;
  if (url.startsWith("file:")) return false;
  throw new Error("DATABASE_URL must start with file: or postgresql:");
}

/** The database of this process, set by `useDatabase`. */
export function database(): Database {
  return globalSingleton<Database>("database", () => {
    throw new Error("the database is not open yet");
  });
}

/** Sets the database of the process. The caller closes the previous one. */
export function useDatabase(database: Database): void {
  replaceGlobalSingleton("database", database);
}
