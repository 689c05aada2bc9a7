/**
 * Rows with the name of each field once, and values that all rows share once: a page sends them to
 * the browser beside its HTML.
 */
export type PackedRows<Row> = {
  shared: Partial<Row>;
  fields: (keyof Row)[];
  rows: Row[keyof Row][][];
};

/** Packs rows that have the same fields. */
export function packRows<Row extends object>(rows: readonly Row[]): PackedRows<Row> {
  const names = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  const isShared = (name: keyof Row) => rows.every((row) => row[name] === rows[0]?.[name]);
  const fields = names.filter((name) => !isShared(name));
  return {
    shared: Object.fromEntries(
      names.filter(isShared).map((name) => [name, rows[0]?.[name]]),
    ) as Partial<Row>,
    fields,
    rows: rows.map((row) => fields.map((name) => row[name])),
  };
}

/** The rows as they were packed. */
export function unpackRows<Row extends object>({ shared, fields, rows }: PackedRows<Row>): Row[] {
  return rows.map(
    (values) =>
      ({
        ...shared,
        ...Object.fromEntries(fields.map((field, at) => [field, values[at]])),
      }) as Row,
  );
}
