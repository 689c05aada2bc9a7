import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlQuery } from "@prisma/driver-adapter-utils";
import { statementName } from "./prepared-transaction.ts";

/** The advisory lock of each write and migration: an arbitrary but fixed number. */
export const WRITE_LOCK = 7_406_173;
/** The advisory lock of each process that uses the database. */
export const PRESENCE_LOCK = 7_406_174;

/** The driver of connections to a PostgreSQL server. */
export type PostgresqlDriver = PrismaPg;

/**
 * The driver for a `postgresql:` URL. Prisma's client names the schema in its statements; all
 * others use the search path. Both are the schema of `connectionOptions`.
 */
export function postgresqlDriver(
  url: string,
  limits: Record<string, number | boolean>,
  sessionOptions: string[] = [],
): PostgresqlDriver {
  const { connectionString, schema } = connectionOptions(url, sessionOptions);
  // The type excludes undefined, which the driver takes for a statement without a name.
  const statementNameGenerator = statementName as (query: SqlQuery) => string;
  return new PrismaPg({ connectionString, ...limits }, { schema, statementNameGenerator });
}

/**
 * The address of a `postgresql:` URL for drivers and programs, and its schema: `?schema=`, as with
 * Prisma's tools, or "public". The search path is always that schema alone: the one of the role or
 * the database may begin with another, such as the schema of the role's name. So is the form of times.
 */
export function connectionOptions(
  url: string,
  sessionOptions: string[] = [],
): { connectionString: string; schema: string } {
  const given = new URL(url);
  const schema = given.searchParams.get("schema") ?? "public";
  if (!/^\w+$/.test(schema)) throw new Error("DATABASE_URL: the schema must be a plain name");
  const fixed = [`-c search_path="${schema}"`, "-c datestyle=ISO"];
  // The last option of a name applies.
  const options = [given.searchParams.get("options") ?? [], fixed, sessionOptions].flat();
  given.searchParams.delete("schema");
  given.searchParams.set("options", options.join(" "));
  return { connectionString: given.href, schema };
}

/** A statement that creates a missing schema. */
export function createSchema(schema: string): string {
  // IF NOT EXISTS needs the right to create schemas even if the schema exists.
  return `DO $$ BEGIN
    IF to_regnamespace('"${schema}"') IS NULL THEN CREATE SCHEMA "${schema}"; END IF;
  END $$`;
}
