/*
 * Rows of SQLite that refer to missing rows. Its shell deletes rows without the check of foreign
 * keys that each of our connections has.
 */

/** Rows of a table that refer to the same missing row. */
export type Orphan = { table: string; parent: string; missing: string; count: number };

type Query = (sql: string) => Promise<unknown[][]>;

/** All rows that refer to missing rows. */
export async function orphansOf(query: Query): Promise<Orphan[]> {
  const broken = await query(
    'SELECT DISTINCT "table", parent, fkid FROM pragma_foreign_key_check ORDER BY 1, 2, 3',
  );
  const found = broken.map(async ([table, parent, key]) => {
    const list = `SELECT "from", "to" FROM pragma_foreign_key_list('${table}') WHERE id = ${key}`;
    const columns = await query(list);
    const values = columns.map(([from]) => `child."${from}"`);
    const pairs = columns.map(([from, to]) => `parent."${to}" = child."${from}"`);
    // By the values: a table may have no row IDs.
    const rows = await query(`SELECT json_array(${values}), count(*) FROM "${table}" AS child
      WHERE ${values.map((value) => `${value} IS NOT NULL AND`).join(" ")}
        NOT EXISTS (SELECT 1 FROM "${parent}" AS parent WHERE ${pairs.join(" AND ")})
      GROUP BY 1`);
    return rows.map(([missing, count]) => ({
      ...{ table: `${table}`, parent: `${parent}` },
      ...{ missing: `${missing}`, count: Number(count) },
    }));
  });
  return (await Promise.all(found)).flat();
}

/** The orphans of `after` that `before` lacks. Row IDs may have changed. */
export function addedOrphans(before: Orphan[], after: Orphan[]): Orphan[] {
  const keyOf = ({ table, parent, missing }: Orphan) => JSON.stringify([table, parent, missing]);
  const known = new Map(before.map((orphan) => [keyOf(orphan), orphan.count]));
  return after.flatMap((orphan) => {
    const count = orphan.count - (known.get(keyOf(orphan)) ?? 0);
    return count > 0 ? [{ ...orphan, count }] : [];
  });
}

/** Number of rows per table, such as "3 in Token without User"; undefined for none. */
export function orphanSummary(orphans: Orphan[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { table, parent, count } of orphans) {
    const name = `in ${table} without ${parent}`;
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const parts = [...counts].map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}
