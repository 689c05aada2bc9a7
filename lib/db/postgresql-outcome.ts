import { Problem } from "#lib/contract/problem.ts";
import { WRITE_LOCK } from "./postgresql-connection.ts";
import { ask, withConnection } from "./postgresql-tables.ts";
import type { Tool } from "./postgresql-tools.ts";

/** psql's exit code after a statement refused by the server. */
const REFUSED = 3;

/** The transaction of a restore, and the schema of the previous tables if it creates one. */
export type RestoreTransaction = { url: string; id: string; aside: string | undefined };

/**
 * Commits and ends psql. If the connection is lost before the response, the outcome is read on
 * another one; if that fails, a Problem says what is known.
 */
export async function commit(
  { child, done }: Tool,
  transaction: RestoreTransaction,
): Promise<void> {
  child.stdin?.end("COMMIT;\n");
  await done.catch(async (error: unknown) => {
    if (child.exitCode === REFUSED) throw error;
    const outcome = await outcomeOf(transaction).catch(() => "unknown");
    if (outcome === "committed") return;
    if (outcome === "aborted") {
      const line =
        "The connection was lost before the restore was committed. The database is as it was; repeat the restore.";
      throw new Problem("unavailable", line, { cause: error });
    }
    throw new Problem("unavailable", unknownOutcome(transaction), { cause: error });
  });
}

/** "committed" or "aborted" once the transaction has ended; rejects if that cannot be read. */
function outcomeOf({ url, id }: RestoreTransaction): Promise<string> {
  return withConnection(url, async (adapter) => {
    await ask(adapter, "BEGIN");
    // The transaction holds this lock until its end.
    await ask(adapter, "SET LOCAL lock_timeout = '10s'");
    await ask(adapter, `SELECT pg_advisory_xact_lock(${WRITE_LOCK})::text`);
    const [status = "unknown"] = await ask(adapter, `SELECT txid_status(${id})`);
    return status;
  });
}

function unknownOutcome({ aside }: RestoreTransaction): string {
  const sign = aside
    ? `there is the schema ${aside} (psql: \\dn)`
    : "the schema has Roost's tables (psql: \\dt)";
  return `The outcome of the restore is unknown: the connection was lost before the server confirmed it. When the server answers again: if ${sign}, the restore is done; if not, the database is as it was.`;
}
