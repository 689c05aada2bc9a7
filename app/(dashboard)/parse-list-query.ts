import { z } from "zod";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

const PAGE_SIZE = "50";

/**
 * Parses the query of a list page with the API's schema. Invalid parameters are ignored, so that a
 * mistyped URL still shows the list.
 */
export async function parseListQuery<S extends z.ZodObject>(
  schema: S,
  path: string,
  searchParams: SearchParams,
): Promise<{ query: z.output<S>; address: string }> {
  const given = await searchParams;
  const kept: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = given[name];
    if (typeof value !== "string" || name === "page_size") continue;
    const read = z.safeParse(schema.shape[name], value);
    if (read.success) kept[name] = value;
  }
  // Parameters that are invalid in combination are dropped too.
  for (const {
    path: [name],
  } of schema.safeParse(kept).error?.issues ?? []) {
    delete kept[String(name)];
  }
  const { cursor: _, ...filters } = kept;
  const search = new URLSearchParams(filters).toString();
  return {
    query: schema.parse({ ...kept, page_size: PAGE_SIZE }),
    address: search === "" ? path : `${path}?${search}`,
  };
}
