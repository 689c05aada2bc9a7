import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from "@prisma/driver-adapter-utils";

const ROLLBACK: SqlQuery = { sql: "ROLLBACK", args: [], argTypes: [] };

type Overridable = "startTransaction" | "queryRaw" | "executeRaw" | "getConnectionInfo";
type Overrides = Partial<Pick<SqlDriverAdapter, Overridable>>;

/** The same factory with `prepare` applied to each adapter before its first query. */
export function adaptedFactory(
  factory: SqlDriverAdapterFactory,
  prepare: (adapter: SqlDriverAdapter) => Promise<Overrides>,
): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const inner = await factory.connect();
      const overrides = await prepare(inner);
      const info = inner.getConnectionInfo?.();
      return {
        provider: inner.provider,
        adapterName: inner.adapterName,
        queryRaw: (query) => inner.queryRaw(query),
        executeRaw: (query) => inner.executeRaw(query),
        executeScript: (script) => inner.executeScript(script),
        startTransaction: (isolation) => inner.startTransaction(isolation),
        dispose: () => inner.dispose(),
        ...(info && { getConnectionInfo: () => info }),
        ...overrides,
      };
    },
  };
}

/**
 * A transaction that cannot be committed once one of its statements has failed.
 * A caught error would otherwise be lost on PostgreSQL, which answers COMMIT with a silent
 * rollback, while SQLite would commit the rest. It also refuses statements after its end: work that
 * was abandoned during a call to Prisma would continue in the next transaction. `afterCommit` maps
 * the failure of a COMMIT.
 */
export function strictTransaction(
  inner: Transaction,
  afterCommit: (error: unknown) => unknown = (error) => error,
): Transaction {
  let failed: { error: unknown } | undefined;
  let over = false;
  async function watched<T>(statement: () => Promise<T>): Promise<T> {
    if (over) throw new Error("the transaction is over");
    // SQLite may have rolled back by itself, and would commit each later statement alone.
    if (failed) throw failed.error;
    try {
      return await statement();
    } catch (error) {
      failed ??= { error };
      throw error;
    }
  }
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    options: inner.options,
    queryRaw: (query) => watched(() => inner.queryRaw(query)),
    async executeRaw(query) {
      const ends = query.sql === "COMMIT" || query.sql === ROLLBACK.sql;
      if (!ends) return watched(() => inner.executeRaw(query));
      over = true;
      if (query.sql === ROLLBACK.sql) return inner.executeRaw(query);
      if (!failed) {
        return inner.executeRaw(query).catch((error: unknown) => {
          throw afterCommit(error);
        });
      }
      await inner.executeRaw(ROLLBACK);
      throw failed.error;
    },
    commit: () => inner.commit(),
    rollback: () => inner.rollback(),
  };
}
