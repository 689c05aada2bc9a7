import { z } from "zod";
import type { Operation } from "./operation.ts";

/**
 * A field of a body that the operation does not read but its answer has. Clients send back whole
 * objects that they have read, which is harmless as long as the values are unchanged.
 */
export type Claim = { path: string[]; value: unknown };

/**
 * Fields that the server computes. No client can mean to set them, and they may have changed
 * between a read and the write of the same object.
 */
const FOUND_OUT = new Set([
  ...[
    "created_at",
    "created_by",
    "updated_at",
    "last_login",
    "last_used",
    "last_used_ip",
    "is_current",
  ],
  ...["peers_count", "resources_count", "permissions", "expired", "valid", "user_id"],
  ...["plain_token", "personal_access_token", "invite_token", "success"],
]);

function shapeOf(wrapped: unknown): Record<string, z.core.$ZodType> | undefined {
  if (wrapped instanceof z.ZodPipe) return shapeOf(wrapped.in);
  if (wrapped instanceof z.ZodObject) return wrapped.shape;
  const isWrapped =
    wrapped instanceof z.ZodOptional ||
    wrapped instanceof z.ZodDefault ||
    wrapped instanceof z.ZodPrefault;
  return isWrapped ? shapeOf(wrapped.unwrap()) : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function claimsIn(
  given: Record<string, unknown>,
  read: unknown,
  answered: unknown,
  above: string[],
): Claim[] {
  const [known, shown] = [shapeOf(read), shapeOf(answered)];
  if (known === undefined || shown === undefined) return [];
  const names = new Map(Object.keys(shown).map((name) => [name.toLowerCase(), name]));
  return Object.entries(given).flatMap(([key, value]): Claim[] => {
    const name = names.get(key.toLowerCase());
    if (name === undefined || value === null || FOUND_OUT.has(name)) return [];
    const path = [...above, name];
    if (!(name in known)) return [{ path, value }];
    return isObject(value) ? claimsIn(value, known[name], shown[name], path) : [];
  });
}

/** The claims in a body. Without `id` for a POST: the server assigns the ID of a new object. */
export function claimsOf(operation: Operation, given: unknown): Claim[] {
  if (operation.body === null || !isObject(given)) return [];
  const claims = claimsIn(given, operation.body, operation.made ?? operation.response, []);
  return operation.method === "POST" ? claims.filter(({ path }) => path.join() !== "id") : claims;
}
