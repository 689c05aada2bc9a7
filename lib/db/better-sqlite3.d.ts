/* The parts of better-sqlite3 that are used besides Prisma's adapter; the package has no types. */
declare module "better-sqlite3" {
  export type Options = { readonly?: boolean; fileMustExist?: boolean; timeout?: number };
  type Row = Record<string, unknown>;
  type Statement = { all(...values: unknown[]): Row[]; get(...values: unknown[]): Row | undefined };
  type Progress = { totalPages: number; remainingPages: number };
  export default class Database {
    constructor(path: string, options?: Options);
    exec(sql: string): this;
    prepare(sql: string): Statement;
    pragma(text: string, options?: { simple?: boolean }): unknown;
    /** `progress` returns the number of pages of the next step. */
    backup(path: string, options: { progress(done: Progress): number }): Promise<Progress>;
    close(): this;
  }
}
