import { isProblem, Problem } from "#lib/contract/problem.ts";
import { isUnavailable, originalMessage } from "../errors.ts";
import { statement } from "../migration-connection.ts";
import { orphanSummary, orphansOf } from "../orphans.ts";
import { type CopyRecord, writeRecord } from "./copy-record.ts";
import type { Report } from "./report.ts";
import { countRows, query, type Store } from "./store.ts";
import { describeKey, type Row, type Table } from "./tables.ts";
import { refusalOf } from "./values.ts";
import { type Verified, verifyTable } from "./verify.ts";

/** A copy in progress; the tables in an order that foreign keys allow. */
export type Copying = {
  source: Store;
  target: Store;
  tables: Table[];
  report: Report;
  /** Rejects with a Problem if a server could have started on either database meanwhile. */
  assertAlone: () => Promise<void>;
};

/** The verified tables, in the order of the copy. */
export type Copied = Map<string, Verified>;

const LISTED = 10;

/** Copies what the record of an earlier run lacks, and verifies all tables. */
export async function copyAll(
  copying: Copying,
  begun: CopyRecord,
  earlier: CopyRecord | undefined,
): Promise<Copied> {
  const { target, report } = copying;
  let record = earlier;
  if (record !== undefined && record.version !== begun.version) {
    report.say("The source has changed since the last run, or its copy differed: it begins again.");
    record = undefined;
  }
  if (record === undefined) {
    await assertCopyable(copying);
    await begin(copying, begun);
  } else report.say(`Continues after ${record.copied} copied rows.`);
  await copyRows(copying, record ?? begun);
  const verified = await verifyAll(copying).catch(async (error: unknown) => {
    // Another run with the same rows would end in the same way.
    if (isProblem(error))
      await target.inTransaction((inside) => writeRecord(inside, { ...begun, version: "" }));
    throw error;
  });
  await copying.assertAlone();
  await finish(copying);
  return verified;
}

/** Reads all tables back from both databases and compares them. */
export async function verifyAll({ source, target, tables, report }: Copying): Promise<Copied> {
  const total = await totalOf(source, tables);
  const verified: Copied = new Map();
  await report.progress("Verifying", total, async (done) => {
    for (const table of tables) {
      verified.set(table.name, await verifyTable({ source, target }, table, done));
    }
  });
  return verified;
}

async function totalOf({ database }: Store, tables: Table[]): Promise<number> {
  const counts = await countRows(
    database,
    tables.map(({ name }) => name),
  );
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Refuses rows that the target would refuse, before anything is written. */
async function assertCopyable({ source, tables, report }: Copying): Promise<void> {
  if (source.provider === "sqlite") {
    const orphans = orphanSummary(await orphansOf((sql) => query(source.database, sql)));
    if (orphans !== undefined) {
      const line = `Rows of the source refer to missing rows, as after a deletion by hand: ${orphans}. Delete these rows, then repeat the command.`;
      throw new Problem("conflict", line);
    }
  }
  const refused: string[] = [];
  let count = 0;
  await report.progress("Checking", await totalOf(source, tables), async (done) => {
    for (const table of tables) {
      for await (const page of source.pages(table)) {
        for (const found of page.flatMap((row) => refusalsOf(table, row))) {
          count += 1;
          if (refused.length < LISTED) refused.push(found);
        }
        done(page.length);
      }
    }
  });
  if (count === 0) return;
  const more = count > LISTED ? `; and ${count - LISTED} more` : "";
  const line = `The target cannot store some values of the source, and nothing was written: ${refused.join("; ")}${more}. Correct them, then repeat the command.`;
  throw new Problem("conflict", line);
}

function refusalsOf(table: Table, row: Row): string[] {
  return table.columns.flatMap(({ name, kind }, at) => {
    const why = refusalOf(kind, row[at]);
    return why === undefined
      ? []
      : [`${name} of ${table.name} with ${describeKey(table, row)} ${why}`];
  });
}

/** Records the beginning, and removes the rows of an earlier run. */
async function begin({ target, tables }: Copying, begun: CopyRecord): Promise<void> {
  await target.inTransaction(async (inside) => {
    for (const { name } of tables.toReversed()) {
      await inside.executeRaw(statement(`DELETE FROM "${name}"`));
    }
    await writeRecord(inside, begun);
  });
}

/** Each page of rows and the record of it are one transaction. */
async function copyRows(
  { source, target, tables, report }: Copying,
  record: CopyRecord,
): Promise<void> {
  const at = tables.findIndex(({ name }) => name === record.table);
  let { copied } = record;
  await report.progress("Copying", await totalOf(source, tables), async (done) => {
    done(copied);
    for (const table of tables.slice(Math.max(at, 0))) {
      const after = table.name === record.table ? record.after : undefined;
      for await (const page of source.pages(table, after)) {
        copied += page.length;
        const reached = { ...record, table: table.name, after: page.at(-1) ?? [], copied };
        await target
          .inTransaction(async (inside) => {
            await target.insert(inside, table, page);
            await writeRecord(inside, reached);
          })
          .catch((error: unknown) => {
            throw refusedPage(table, page, error);
          });
        done(page.length);
      }
    }
  });
}

/** An error of the rows themselves with their place; a lost connection has no place. */
function refusedPage(table: Table, page: Row[], error: unknown): unknown {
  if (isProblem(error) || isUnavailable(error)) return error;
  const [first, last] = [page[0] ?? [], page.at(-1) ?? []];
  const line = `The target refused rows of ${table.name} from ${describeKey(table, first)} to ${describeKey(table, last)}: ${originalMessage(error)}`;
  return new Problem("internal", line, { cause: error });
}

/** Lets numbered tables go on after the copied rows, and makes the target usable. */
async function finish({ source, target }: Copying): Promise<void> {
  const counters = await source.counters();
  // Without statistics the first queries after a large copy would be slow.
  if (target.provider === "postgresql") await query(target.database, "ANALYZE");
  await target.inTransaction(async (inside) => {
    await target.setCounters(inside, counters);
    await writeRecord(inside, undefined);
  });
}
