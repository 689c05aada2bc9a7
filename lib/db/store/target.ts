import { Problem } from "#lib/contract/problem.ts";
import { migrationsDirectory, readMigrations } from "../migration-files.ts";
import { historyOf, UNFINISHED_COPY } from "../migration-history.ts";
import { pendingMigrations } from "../pending-migrations.ts";
import { readRecord } from "./copy-record.ts";
import { countRows, query, type Store } from "./store.ts";

/** What a copy finds in its target: nothing, a part of the same copy, or the same account. */
export type TargetState = "empty" | "unfinished" | "same account";

/** Whether the target can take these accounts; a Problem of one line that names what is in it. */
export async function targetState(target: Store, accounts: string[]): Promise<TargetState> {
  if ((await historyOf(target.database)) === null) return "empty";
  const record = await readRecord(target.database);
  if (record !== undefined) {
    if (!isSame(record.accounts, accounts)) {
      const line = `The target ${target.name} holds an unfinished copy of ${record.source} with the account ${record.accounts.join(", ")}. Use an empty database.`;
      throw new Problem("conflict", line);
    }
    await assertCurrent(target, "target");
    return "unfinished";
  }
  const tables = await target.presentTables();
  const counts = [...(await countRows(target.database, tables))].filter(([, count]) => count > 0);
  if (counts.length === 0) return "empty";
  const found = tables.includes("Account") ? await accountsOf(target) : [];
  if (isSame(found, accounts)) {
    await assertCurrent(target, "target");
    return "same account";
  }
  const list = counts.map(([name, count]) => `${count} in ${name}`).join(", ");
  const whose = found.length > 0 ? `the account ${found.join(", ")} and has ` : "";
  const line = `The target ${target.name} is not empty. It holds ${whose}rows: ${list}. Use an empty database.`;
  throw new Problem("conflict", line);
}

/** The IDs of the accounts in a database, without deleted ones; an older version deletes at once. */
export async function accountsOf({ database, tables }: Store): Promise<string[]> {
  const account = (await tables()).find(({ name }) => name === "Account");
  const marks = account?.columns.some(({ name }) => name === "deletedAt") ?? false;
  const present = marks ? 'WHERE "deletedAt" IS NULL' : "";
  const rows = await query(database, `SELECT id FROM "Account" ${present} ORDER BY id`);
  return rows.map(([id]) => `${id}`);
}

/** Refuses a database that lacks migrations, or has others than this version. */
export async function assertCurrent(
  { provider, database, name }: Store,
  role: "source" | "target",
): Promise<void> {
  const history = (await historyOf(database)) ?? [];
  const own = history.filter((record) => record.name !== UNFINISHED_COPY);
  const pending = pendingMigrations(await readMigrations(migrationsDirectory(provider)), own);
  if (pending.length === 0) return;
  const lacking = pending.map((migration) => migration.name).join(", ");
  throw new Problem(
    "conflict",
    `The ${role} ${name} lacks the migration ${lacking}. Upgrade it first: set DATABASE_URL to it, run npm start once, and stop the server.`,
  );
}

const isSame = (one: string[], other: string[]) =>
  JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
