import type { Socket } from "node:net";
import type { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { NO_ANSWER } from "./errors.ts";

/** How many milliseconds the next statement of a connection may take. */
export type StatementLimit = (sql: string) => number;

type Query = (...given: unknown[]) => unknown;

/** A connection of the driver, of which its types leave out the socket. */
type Connection = { query: Query; connection: { stream: Socket } };

/** What the driver's adapter says of its connections. */
type Pooled = Pick<Awaited<ReturnType<PrismaPg["connect"]>>, "underlyingDriver">;

/** The same factory, each connection of which is limited as by `limitConnections`. */
export function withStatementLimit(
  factory: PrismaPg,
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
 * From now on a connection is destroyed when a statement outlasts its limit: all that waits for it
 * fails with NO_ANSWER, and nothing more can be sent on it. The server's own `statement_timeout`
 * cannot do that, because a server that hangs does not look at it.
 */
export function limitConnections(adapter: Pooled, newLimit: () => StatementLimit): void {
  // Before its first statement. Each connection has a clock of its own.
  adapter
    .underlyingDriver()
    .on("connect", (client: unknown) => limitStatements(client as Connection, newLimit()));
}

function limitStatements(client: Connection, limitOf: StatementLimit): void {
  const query = client.query.bind(client);
  client.query = (...given) => {
    // Read when it is over: with TLS the first socket is replaced.
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

/** The driver takes a statement as text or as an object with its text. */
function textOf(statement: unknown): string {
  if (typeof statement === "string") return statement;
  const given: { text?: unknown } = Object(statement);
  return String(given.text ?? "");
}

/**
 * A write's clock: from its BEGIN all that comes before COMMIT shares `beforeCommit`, and COMMIT
 * has a time of its own. What is late is cut off before it could be committed.
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
