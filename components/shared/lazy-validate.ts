import type { z } from "zod";
import { sentence } from "./sentence.ts";

/**
 * What is wrong with a value, in words by field ("" for the value itself), by a schema that comes
 * only now. Where it does not come nothing is: the server checks by the same one.
 */
export async function lateCheck(
  load: () => Promise<z.ZodType>,
  value: unknown,
): Promise<Record<string, string>> {
  const schema = await load().catch(() => null);
  const issues = schema?.safeParse(value).error?.issues ?? [];
  // The first of a field counts.
  return Object.fromEntries(
    issues.toReversed().map(({ path, message }) => [path.join("."), sentence(message)]),
  );
}
