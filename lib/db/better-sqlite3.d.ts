/* The parts of better-sqlite3 that are used besides Prisma's adapter; the package has no types. */
declare module "better-sqlite3" {
  export type Options = { readonly?: boolean; fileMustExist?: boolean; timeout?: number };
  type Row = Record<string, unknown>;
  type Column = { name: string; type: string | null };
  type Statement<R = Row> = {
    all(...values: unknown[]): R[];
    get(...values: unknown[]): R | undefined;
    run(...values: unknown[]): { changes: number };
    /** Rows as arrays. */
    raw(): Statement<unknown[]>;
    iterate(...values: unknown[]): IterableIterator<R>;
    /** Integers as bigint. */
    safeIntegers(): Statement<R>;
    /** The first column of rows. */
    pluck(): Statement<unknown>;
    columns(): Column[];
    readonly reader: boolean;
  };
  type Progress = { totalPages: number; remainingPages: number };
  namespace Database {
    export type { Column, Statement };
  }
  class Database {
    constructor(path: string, options?: Options);
    exec(sql: string): this;
    prepare(sql: string): Statement;
    pragma(text: string, options?: { simple?: boolean }): unknown;
    /** `progress` returns the number of pages of the next step. */
    backup(path: string, options: { progress(done: Progress): number }): Promise<Progress>;
    close(): this;
  }
  export default Database;
}
