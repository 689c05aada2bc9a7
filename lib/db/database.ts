import { globalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import type { Prisma, PrismaClient } from "./generated/sqlite/client.ts";

type ReadOperation =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "aggregate"
  | "groupBy";

/** A transaction: it reads and writes, and all of it happens or none. */
export type Tx = Prisma.TransactionClient;

/** What reads outside a transaction can do. A `Tx` can stand in for it. */
export type ReadClient = {
  readonly [Model in Uncapitalize<Prisma.ModelName>]: Pick<PrismaClient[Model], ReadOperation>;
} & Pick<PrismaClient, "$queryRaw">;

export type Database = {
  /** Committed rows only. The database itself refuses writes through it. */
  read: ReadClient;
  /**
   * Runs the work in a transaction that no other write overlaps, in this process or another.
   * It commits when the work resolves; a failed statement rolls all back even if the work
   * catches it. The work may run again from its start, so it changes nothing but the database.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Rejects within two seconds if the database does not answer. */
  ping(): Promise<void>;
  /** Commits a small row; rejects within five seconds if a write would fail, or lack room. */
  probe(): Promise<void>;
  /** Finishes the accepted writes, then closes the connections. */
  close(): Promise<void>;
};

/** That this process uses a database. It ends with the process at the latest. */
export type Presence = { leave(): Promise<void> };

/** Tells the two kinds of database URL apart; anything else is an error. */
export function isPostgresql(url: string): boolean {
  if (/^postgres(ql)?:/.test(url)) return true;
  if (url.startsWith("file:")) return false;
  throw new Error("DATABASE_URL must start with file: or postgresql:");
}

/** The database of this process, put there by `useDatabase`. */
export function database(): Database {
  return globalSingleton<Database>("database", () => {
    throw new Error("the database is not open yet");
  });
}

/** Makes this the database of the process. The caller closes the one before it. */
export function useDatabase(database: Database): void {
  replaceGlobalSingleton("database", database);
}
