/*
 * Statements of the hot path: SQL that each database prepares once, without Prisma's client. Each
 * has a twin in Prisma, which a test compares it with.
 */

/** How a column is stored, which decides its type. */
type Kind = "text" | "boolean" | "time" | "number";

type Values = { text: string; boolean: boolean; time: Date; number: number };

/** A selected column: `u.createdAt` is the column "createdAt" of the table with the alias u. */
export type Column<Value> = { expression: string; kind: Kind; value?: Value };

const column = <K extends Kind>(kind: K) =>
  Object.assign((place: string): Column<Values[K]> => ({ expression: quoted(place), kind }), {
    orNull: (place: string): Column<Values[K] | null> => ({ expression: quoted(place), kind }),
  });

export const text = column("text");
export const boolean = column("boolean");
export const time = column("time");
export const number = column("number");

/** A column of JSON as its text, which repeats for equal values. */
export const jsonText = (place: string): Column<string> => ({
  expression: `CAST(${quoted(place)} AS TEXT)`,
  kind: "text",
});

const quoted = (place: string) => place.replace(/\.(\w+)$/, '."$1"');

/** A column of JSON as an object, for inserts. */
export const json = (place: string): Column<object> => ({
  expression: quoted(place),
  kind: "text",
});

export type Columns = Record<string, Column<unknown>>;
export type Row<C extends Columns> = {
  readonly [Name in keyof C]: Exclude<C[Name]["value"], undefined>;
};

/** A value of a parameter. */
export type Parameter = string | number | boolean | Date;

/** A prepared statement that returns rows of type `R`. */
export type Statement<R> = {
  /** Names the statement on a PostgreSQL connection; undefined for one that is rarely repeated. */
  name: string | undefined;
  /** With the parameters `$1`, `$2` …, each once and in this order. */
  sql: string;
  /** The same with `?` for each parameter, for SQLite. */
  positional: string;
  columns: readonly { name: string; kind: Kind }[];
  rows?: R;
};

/** A prepared read. */
export type PreparedRead<R> = Statement<R> & {
  /** Number of rows that SQLite may keep while no transaction commits; zero for none. */
  kept: number;
};

/** A statement with this SQL that returns these columns. */
export const statement = <R>(
  name: string | undefined,
  sql: string,
  columns: Columns,
): Statement<R> => ({
  name: name && `roost_${name}`,
  sql,
  positional: sql.replace(/\$\d+/g, "?"),
  columns: Object.entries(columns).map(([column, { kind }]) => ({ name: column, kind })),
});

/** A read of these columns; `rest` is the statement from its FROM on. */
export function preparedRead<C extends Columns>(
  name: string,
  columns: C,
  rest: string,
  kept = 0,
): PreparedRead<Row<C>> {
  const selected = Object.values(columns).map(({ expression }) => expression);
  return { ...statement(name, `SELECT ${selected.join(", ")} ${rest}`, columns), kept };
}

/** A write that returns no rows. */
export const preparedWrite = (name: string, sql: string) => statement<never>(name, sql, {});

/** Returns the rows of a read with these parameters. They are shared: never change them. */
export type ReadPrepared = <R>(
  read: PreparedRead<R>,
  parameters: readonly Parameter[],
) => Promise<readonly R[]>;

/** A prepared read with its parameters. */
export type PreparedQuery<R> = readonly [read: PreparedRead<R>, parameters: readonly Parameter[]];

/** Returns the rows of two reads at once, which takes less time than one after the other. */
export type ReadBothPrepared = <A, B>(
  one: PreparedQuery<A>,
  other: PreparedQuery<B>,
) => Promise<[readonly A[], readonly B[]]>;

/**
 * A value as both databases store it: a time as Prisma's adapters write it, in UTC. PostgreSQL
 * ignores the zone, since its columns have none.
 */
export function encoded(value: Parameter | object | null): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** Converts a stored value that is not null. */
export type Decode = Record<Kind, (stored: unknown) => unknown>;

/** A stored time. Throws for an unreadable one, which would be compared as if it never came. */
export function timeOf(stored: string | number): Date {
  const time = new Date(stored);
  if (Number.isNaN(time.getTime())) throw new Error("a stored time is unreadable");
  return time;
}

/** A row of a driver, in the order of the columns, as an object. */
export function decodeRow<R>(
  { columns }: Statement<R>,
  stored: readonly unknown[],
  decode: Decode,
): R {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < columns.length; at += 1) {
    const { name, kind } = columns[at] as Statement<R>["columns"][number];
    const value = stored[at];
    row[name] = value === null ? null : decode[kind](value);
  }
  // The columns and their kinds determine the type.
  return row as R;
}
