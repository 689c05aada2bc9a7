import { type Column, type Columns, type Row, type Statement, statement } from "./prepared.ts";

/** The columns of a table by name: `{ id: text, createdAt: time }`. */
type Named = Record<string, (name: string) => Column<unknown>>;
type ColumnsOf<N extends Named> = { [Name in keyof N]: ReturnType<N[Name]> };

/** A prepared insert of rows of type `V`, which returns rows of type `R`. */
export type PreparedInsert<V, R> = {
  columns: readonly string[];
  /** The statement that inserts this number of rows. */
  statementOf(rows: number): Statement<R>;
  row?: V;
};

/** PostgreSQL connections keep the statements of up to this number of rows. */
const NAMED_ROWS = 16;

/** Rows of one statement: far from every limit of parameters. */
export const ROWS_MAX = 1000;

/** An insert into all these columns. `onConflict` is an ON CONFLICT clause. */
export function preparedInsert<C extends Named, R extends Named = Record<never, never>>(
  table: string,
  columns: C,
  { onConflict = "", returning }: { onConflict?: string; returning?: R } = {},
): PreparedInsert<Row<ColumnsOf<C>>, Row<ColumnsOf<R>>> {
  const names = Object.keys(columns);
  const returned = columnsOf(returning ?? {});
  const into = `INSERT INTO "${table}" (${quoted(names)}) VALUES`;
  const end = [onConflict, returning ? `RETURNING ${quoted(Object.keys(returned))}` : ""];
  const statements = new Map<number, Statement<Row<ColumnsOf<R>>>>();

  function made(rows: number): Statement<Row<ColumnsOf<R>>> {
    const values = Array.from({ length: rows }, (_, row) => {
      const places = names.map((_, at) => `$${row * names.length + at + 1}`);
      return `(${places.join(", ")})`;
    });
    const name = rows > NAMED_ROWS ? undefined : `insert_${table}_${rows}`;
    return statement(name, `${into} ${values.join(", ")} ${end.join(" ")}`, returned);
  }

  return {
    columns: names,
    statementOf(rows) {
      const found = statements.get(rows) ?? made(rows);
      if (rows <= NAMED_ROWS) statements.set(rows, found);
      return found;
    },
  };
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

const columnsOf = (named: Named): Columns =>
  Object.fromEntries(Object.entries(named).map(([name, column]) => [name, column(name)]));
