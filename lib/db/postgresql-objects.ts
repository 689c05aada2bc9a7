import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import { ask } from "./postgresql-tables.ts";

/*
 * Objects of others on Roost's tables: a restore moves the previous tables away, and these objects
 * with them.
 */

/** Objects that refer to the tables in `own`, and would keep using the previous ones. */
const REFERRING = `
  SELECT 'the foreign key ' || conname || ' of ' || conrelid::regclass FROM pg_constraint
    WHERE contype = 'f' AND confrelid IN (TABLE own) AND conrelid NOT IN (TABLE own)
  UNION SELECT 'the table ' || inhrelid::regclass FROM pg_inherits
    WHERE inhparent IN (TABLE own) AND inhrelid NOT IN (TABLE own)
  UNION SELECT 'the table ' || inhparent::regclass FROM pg_inherits
    WHERE inhrelid IN (TABLE own) AND inhparent NOT IN (TABLE own)
  UNION SELECT 'the view or rule ' || ev_class::regclass FROM pg_rewrite r
    JOIN pg_depend ON classid = 'pg_rewrite'::regclass AND objid = r.oid
    WHERE refclassid = 'pg_class'::regclass AND refobjid IN (TABLE own)
      AND ev_class NOT IN (TABLE own)
  UNION SELECT 'the function ' || objid::regprocedure FROM pg_depend
    WHERE classid = 'pg_proc'::regclass AND (refclassid = 'pg_class'::regclass
      AND refobjid IN (TABLE own) OR refclassid = 'pg_type'::regclass AND refobjid IN (TABLE rows))
  UNION SELECT 'the table ' || objid::regclass FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND deptype = 'n'
      AND refclassid = 'pg_type'::regclass AND refobjid IN (TABLE rows)`;

/** Additions of others to the tables in `own`, which the new ones would lack. */
const ADDED = `
  SELECT 'the trigger ' || tgname || ' of ' || tgrelid::regclass FROM pg_trigger
    WHERE tgrelid IN (TABLE own) AND NOT tgisinternal
  UNION SELECT 'the rule ' || rulename || ' of ' || ev_class::regclass FROM pg_rewrite
    WHERE ev_class IN (TABLE own)
  UNION SELECT 'the policy ' || polname || ' of ' || polrelid::regclass FROM pg_policy
    WHERE polrelid IN (TABLE own)
  UNION SELECT 'the statistics ' || stxname || ' of ' || stxrelid::regclass FROM pg_statistic_ext
    WHERE stxrelid IN (TABLE own)
  UNION SELECT 'the publication ' || pubname || ' of ' || prrelid::regclass
    FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid WHERE prrelid IN (TABLE own)
  UNION SELECT 'the grants to ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
    FROM (SELECT relowner, (aclexplode(relacl)).grantee FROM pg_class WHERE oid IN (TABLE own)
        OR oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_class'::regclass
          AND deptype = 'a' AND refclassid = 'pg_class'::regclass AND refobjid IN (TABLE own))
      UNION SELECT relowner, (aclexplode(attacl)).grantee FROM pg_attribute
        JOIN pg_class c ON c.oid = attrelid WHERE attrelid IN (TABLE own)) AS rights
    WHERE grantee <> relowner`;

/** Refuses tables with such objects: a Problem of one line that names them. */
export async function assertUnreferenced(
  adapter: SqlDriverAdapter,
  schema: string,
  tables: string[],
): Promise<void> {
  const names = tables.map((name) => `'"${schema}"."${name}"'::regclass`);
  const found = await ask(
    adapter,
    `WITH own AS (SELECT unnest(ARRAY[${names.join(", ")}]::regclass[])::oid AS id),
      rows AS (SELECT oid FROM pg_type WHERE typrelid IN (TABLE own)
        UNION SELECT typarray FROM pg_type WHERE typrelid IN (TABLE own))
    SELECT * FROM (${REFERRING} UNION ${ADDED}) AS found ORDER BY 1`,
  );
  if (found.length === 0) return;
  throw new Problem(
    "internal",
    `Other objects of the database refer to Roost's tables: ${found.join(", ")}. Drop or revoke them, and create them again after the restore.`,
  );
}
