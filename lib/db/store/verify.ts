import { createHash } from "node:crypto";
import { Problem } from "#lib/contract/problem.ts";
import type { Store } from "./store.ts";
import { describeKey, keyPlaces, type Row, type Table } from "./tables.ts";

/** Two rows of the same key, or one that the other database lacks. */
type Pair = { source: Row | undefined; target: Row | undefined };

/** The number of a table's rows, and the SHA-256 of all in the order of the key. */
export type Verified = { rows: number; digest: string };

/**
 * Reads a table back from both databases and compares row by row. Throws a Problem that names the
 * first row that differs.
 */
export async function verifyTable(
  { source, target }: { source: Store; target: Store },
  table: Table,
  done: (count: number) => void,
): Promise<Verified> {
  const hash = createHash("sha256");
  let rows = 0;
  for await (const pair of pairs(source.inKeyOrder(table), target.inKeyOrder(table))) {
    const text = JSON.stringify(pair.source);
    if (text !== JSON.stringify(pair.target)) throw different(table, pair);
    hash.update(`${text}\n`);
    rows += 1;
    if (rows % 1000 === 0) done(1000);
  }
  done(rows % 1000);
  return { rows, digest: hash.digest("hex") };
}

/** Rows by place: in two equal tables, the rows of the same place have the same key. */
async function* pairs(
  source: AsyncGenerator<Row[]>,
  target: AsyncGenerator<Row[]>,
): AsyncGenerator<Pair> {
  let [left, right]: Row[][] = [[], []];
  try {
    for (;;) {
      if (left?.length === 0) left = (await source.next()).value;
      if (right?.length === 0) right = (await target.next()).value;
      if (left === undefined && right === undefined) return;
      const shared = Math.min(left?.length ?? 1, right?.length ?? 1);
      for (let at = 0; at < shared; at += 1) yield { source: left?.[at], target: right?.[at] };
      left = left?.slice(shared);
      right = right?.slice(shared);
    }
  } finally {
    // A cursor of a server holds its connection.
    await Promise.all([source.return(undefined), target.return(undefined)]);
  }
}

function different(table: Table, { source, target }: Pair): Problem {
  const order = source && target ? compareKeys(table, source, target) : source ? -1 : 1;
  const row = (order > 0 ? target : source) ?? [];
  const columns = table.columns.filter((_, at) => source?.[at] !== target?.[at]);
  const what =
    order === 0
      ? `differs in ${columns.map(({ name }) => name).join(", ")}`
      : `is only in the ${order < 0 ? "source" : "target"}`;
  const line = `The copy differs: in ${table.name} the row with ${describeKey(table, row)} ${what}.`;
  return new Problem("internal", line);
}

/** By bytes, as both databases order them. */
function compareKeys(table: Table, one: Row, other: Row): number {
  for (const place of keyPlaces(table)) {
    const [a, b] = [one[place] ?? "", other[place] ?? ""];
    const order =
      table.columns[place]?.kind === "text"
        ? Buffer.compare(Buffer.from(a), Buffer.from(b))
        : Number(a) - Number(b);
    if (order !== 0) return order;
  }
  return 0;
}
