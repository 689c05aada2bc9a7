import type { z } from "zod";
import { sentence } from "./sentence.ts";

/**
 * The errors of a value by field ("" for the value itself), by a schema that is loaded now. None if
 * it does not load: the server validates with the same schema.
 */
export async function lazyValidate(
  load: () => Promise<z.ZodType>,
  value: unknown,
): Promise<Record<string, string>> {
  const schema = await load().catch(() => null);
  const issues = schema?.safeParse(value).error?.issues ?? [];
  // The first error of a field counts.
  return Object.fromEntries(
    issues.toReversed().map(({ path, message }) => [path.join("."), sentence(message)]),
  );
}
