import type { SqlQuery, SqlQueryable, Transaction } from "@prisma/driver-adapter-utils";
import { afterCommit } from "./errors.ts";
import type { Orphan } from "./orphans.ts";

/** A copy of the database beside it, which is named once it is kept. */
export type Copy = { keep(): Promise<void>; discard(): Promise<void> };

/** Runs the statements of a script unchanged, in order. */
export type RunScript = (script: string) => Promise<unknown>;

/** A connection of its own for migrations. */
export type MigrationConnection = {
  database: SqlQueryable;
  /**
   * Runs the work in one transaction that keeps all writers out. A failure of the work undoes all
   * of it; `done` gets its result right after the COMMIT.
   */
  inTransaction<T>(
    work: (inside: SqlQueryable, runScript: RunScript) => Promise<T>,
    done: (result: T) => void,
  ): Promise<void>;
  /** Copies the last committed state; undefined where copies are the administrator's task. */
  copy(label: string): Promise<Copy | undefined>;
  /** The rows that refer to missing rows, on databases that do not check this during migrations. */
  orphans(): Promise<Orphan[]>;
  /**
   * After the COMMIT, if there was one: removes older copies, and marks a start in the file itself.
   */
  finish(): Promise<void>;
  close(): Promise<void>;
};

/** Commits the work. If the COMMIT fails, its outcome may be unknown (`isOutcomeUnknown`). */
export async function committed<T>(
  transaction: Transaction,
  work: () => Promise<T>,
  done: (result: T) => void,
): Promise<void> {
  try {
    const result = await work();
    await transaction.executeRaw(statement("COMMIT")).catch((error: unknown) => {
      throw afterCommit(error);
    });
    done(result);
  } catch (error) {
    await transaction.executeRaw(statement("ROLLBACK")).catch(() => {});
    await transaction.rollback();
    throw error;
  }
  await transaction.commit();
}

/** A statement without values. */
export function statement(sql: string): SqlQuery {
  return { sql, args: [], argTypes: [] };
}
