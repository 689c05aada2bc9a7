import { isDeepStrictEqual } from "node:util";
import type { Claim } from "#lib/contract/claims.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { Actor } from "./context.ts";

const valueAt = (object: object, path: string[]): unknown =>
  path.reduce<unknown>((part, key) => Object(part)[key], object);

/**
 * 422 if a claim differs both from the object after the change and from the object before it,
 * which a client may send back as it was read. Runs at the end of the transaction.
 */
export function assertClaims({ claims = [] }: Actor, after: object, before = after): void {
  const isTrue = ({ path, value }: Claim) =>
    [after, before].some((object) => isDeepStrictEqual(valueAt(object, path), value));
  const errors = claims
    .filter((claim) => !isTrue(claim))
    .map(({ path }) => ({
      path: path.join("."),
      message: `${path.join(".")} can't be set by this request`,
    }));
  const [first] = errors;
  if (first) throw new Problem("validation_failed", first.message, { errors });
}
