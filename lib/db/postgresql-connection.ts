/** The advisory lock of each write and migration: an arbitrary but fixed number. */
export const WRITE_LOCK = 7_406_173;
/** The advisory lock of each process that uses the database. */
export const PRESENCE_LOCK = 7_406_174;

/** A `postgresql:` URL for the driver; `?schema=` works as with Prisma's tools. */
export function connectionOptions(
  url: string,
  sessionOptions: string[] = [],
): { connectionString: string; schema: string } {
  const given = new URL(url);
  const schema = given.searchParams.get("schema") ?? "public";
  if (!/^\w+$/.test(schema)) throw new Error("DATABASE_URL: the schema must be a plain name");
  const searchPath = schema === "public" ? [] : [`-c search_path=${schema}`];
  const options = [given.searchParams.get("options") ?? [], searchPath, sessionOptions].flat();
  given.searchParams.delete("schema");
  if (options.length > 0) given.searchParams.set("options", options.join(" "));
  return { connectionString: given.href, schema };
}
