import type { Socket } from "node:net";
import type { SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { NO_ANSWER } from "./errors.ts";
import type { PostgresqlDriver } from "./postgresql-connection.ts";

/** The time limit in milliseconds of a connection's next statement. */
export type StatementLimit = (sql: string) => number;

type Query = (...given: unknown[]) => unknown;

/** A connection of the driver with its socket, which the types lack. */
type Connection = { query: Query; connection: { stream: Socket } };

/** The driver adapter's access to its connections. */
type Pooled = Pick<Awaited<ReturnType<PostgresqlDriver["connect"]>>, "underlyingDriver">;

/** The same factory with `limitConnections` applied to its connections. */
export function withStatementLimit(
  factory: PostgresqlDriver,
  newLimit: () => StatementLimit,
): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      limitConnections(adapter, newLimit);
      return adapter;
    },
  };
}

/**
 * Destroys a connection when a statement exceeds its limit: everything that waits for it fails with
 * NO_ANSWER, and nothing more can be sent on it. The server's `statement_timeout` is not enough,
 * because a hanging server does not check it.
 */
export function limitConnections(adapter: Pooled, newLimit: () => StatementLimit): void {
  // Before its first statement. Each connection has its own clock.
  adapter
    .underlyingDriver()
    .on("connect", (client: unknown) => limitStatements(client as Connection, newLimit()));
}

function limitStatements(client: Connection, limitOf: StatementLimit): void {
  const query = client.query.bind(client);
  client.query = (...given) => {
    // Read at the timeout: TLS replaces the first socket.
    const destroy = () => client.connection.stream.destroy(new Error(NO_ANSWER));
    const timer = setTimeout(destroy, limitOf(textOf(given[0])));
    const over = () => clearTimeout(timer);
    const callback = given.at(-1);
    if (typeof callback === "function") {
      const settled = (...outcome: unknown[]) => {
        over();
        callback(...outcome);
      };
      return query(...given.slice(0, -1), settled);
    }
    const result = Promise.resolve(query(...given));
    result.then(over, over);
    return result;
  };
}

/** The driver accepts a statement as a string or as an object with its text. */
function textOf(statement: unknown): string {
  if (typeof statement === "string") return statement;
  const given: { text?: unknown } = Object(statement);
  return String(given.text ?? "");
}

/**
 * The clock of a write: all statements from BEGIN until COMMIT share `beforeCommit`, and COMMIT has
 * its own limit. Late writes are cut off before they can be committed.
 */
export function transactionClock(beforeCommit: number, commit: number): () => StatementLimit {
  return () => {
    let begun = 0;
    return (sql) => {
      if (sql === "BEGIN") begun = performance.now();
      if (sql === "COMMIT") return commit;
      const left = beforeCommit - (performance.now() - begun);
      return Math.max(left, sql === "ROLLBACK" ? 1_000 : 1);
    };
  };
}
