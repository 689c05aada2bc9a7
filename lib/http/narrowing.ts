import { z } from "zod";
import { narrowing } from "#lib/contract/narrowing.ts";
import { type FieldError, Problem } from "#lib/contract/problem.ts";
import { innermost } from "./schema-parts.ts";

/** Clients write a name in their own style: `allowedIps`, `Allowed-IPs`, `allowed_ips`. */
const bare = (name: string) => name.replace(/[^a-z0-9]/gi, "").toLowerCase();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * 422 that names each field of a body, at any depth of its schema, by which the client asks for
 * fewer rights than it would get. The schema itself ignores such a field.
 */
export function assertNothingNarrows(body: object, schema: z.ZodObject): void {
  const errors = narrowingIn(body as Record<string, unknown>, schema, []);
  if (errors[0]) throw new Problem("validation_failed", errors[0].message, { errors });
}

function narrowingIn(
  given: Record<string, unknown>,
  schema: z.ZodObject,
  above: string[],
): FieldError[] {
  const narrows = Object.entries(narrowing.get(schema)?.narrows ?? {});
  const harmless = new Map(narrows.map(([name, value]) => [bare(name), value]));
  const inside = new Map(Object.entries(schema.shape).map(([name, inner]) => [bare(name), inner]));
  const read = new Set(Object.keys(schema.shape).map((name) => name.toLowerCase()));
  return Object.entries(given).flatMap(([name, value]) => {
    const path = [...above, name];
    const key = bare(name);
    if (read.has(name.toLowerCase())) {
      // A field of the schema, which only another spelling hides from it.
    } else if (harmless.has(key) && value !== null && value !== harmless.get(key)) {
      const message = `${name} is not supported: ignoring it would leave more rights than asked for`;
      return [{ path: path.join("."), message }];
    }
    const inner = inside.get(key);
    const deeper = inner && innermost(inner);
    return deeper instanceof z.ZodObject && isObject(value) ? narrowingIn(value, deeper, path) : [];
  });
}
