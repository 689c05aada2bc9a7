import { stat } from "node:fs/promises";
import { Problem } from "#lib/contract/problem.ts";
import { isPostgresql, type Presence } from "../database.ts";
import { assertLogBelongs } from "../log-belongs.ts";
import { migrateClaimed } from "../migrations.ts";
import { claimDatabase } from "../presence.ts";
import { databasePath } from "../sqlite-connection.ts";
import { readRecord } from "./copy-record.ts";
import { type Copied, type Copying, copyAll, verifyAll } from "./copy-rows.ts";
import { openPostgresqlStore } from "./postgresql-store.ts";
import type { Report } from "./report.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import type { Store } from "./store.ts";
import { assertSameTables, parentsFirst } from "./tables.ts";
import { accountsOf, assertCurrent, type TargetState, targetState } from "./target.ts";

/**
 * Copies an installation between an SQLite file and a PostgreSQL database, reads all rows back and
 * compares them. Only reads the source; keeps servers off both. The target must be empty, or hold
 * an unfinished copy of the same account, which is continued, or a complete one, which is compared.
 * Rejects with a Problem of one line.
 */
export async function copyInstallation(from: string, to: string, report: Report): Promise<Copied> {
  if (isPostgresql(from) === isPostgresql(to)) {
    const line = "Source and target are of the same kind: use backup and restore.";
    throw new Problem("invalid_request", line);
  }
  if (!(await hasContent(from))) {
    throw new Problem("invalid_request", `There is no database ${databasePath(from)}.`);
  }
  const claims: Presence[] = [];
  try {
    for (const url of [from, to]) {
      claims.push(await claimDatabase(url));
      if (!isPostgresql(url)) await assertLogBelongs(databasePath(url));
    }
    return await withStore(from, "source", (source) =>
      copyFrom({ source, to, report, assertAlone: () => assertKept(claims) }),
    );
  } finally {
    for (const claim of claims) await claim.leave();
  }
}

/** A server could have started on the source and written to it while its claim was lost. */
async function assertKept(claims: Presence[]): Promise<void> {
  for (const claim of claims) {
    if (await claim.isKept()) continue;
    throw new Problem("unavailable", "The connection that keeps servers out was lost. Try again.");
  }
}

type Request = Pick<Copying, "source" | "report" | "assertAlone"> & { to: string };

async function copyFrom({ to, ...request }: Request): Promise<Copied> {
  const { source, report } = request;
  await assertCurrent(source, "source");
  const accounts = await accountsOf(source);
  if (accounts.length === 0) {
    throw new Problem("invalid_request", `The source ${source.name} has no account.`);
  }
  const state = await stateOf(to, accounts);
  if (state === "empty") await migrateClaimed(to);
  return withStore(to, "target", async (target) => {
    const tables = await target.tables();
    assertSameTables(await source.tables(), tables);
    const copying: Copying = { ...request, target, tables: parentsFirst(tables) };
    if (state === "same account") {
      report.say("The target has this account already. Its rows are compared.");
      return verifyAll(copying);
    }
    const version = await source.version();
    const begun = { source: source.name, accounts, version, copied: 0 };
    return copyAll(copying, begun, await readRecord(target.database));
  });
}

async function stateOf(to: string, accounts: string[]): Promise<TargetState> {
  // Without a file there is nothing to open.
  if (!(await hasContent(to))) return "empty";
  return withStore(to, "target", (target) => targetState(target, accounts));
}

/** False for a missing or empty SQLite file. */
async function hasContent(url: string): Promise<boolean> {
  if (isPostgresql(url)) return true;
  const found = await stat(databasePath(url)).catch(() => undefined);
  return found !== undefined && found.size > 0;
}

async function withStore<T>(
  url: string,
  use: "source" | "target",
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = isPostgresql(url) ? await openPostgresqlStore(url) : openSqliteStore(url, use);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
