import { Problem } from "#lib/contract/problem.ts";
import { invalidCredential } from "#lib/services/credentials.ts";

/**
 * The token in an `Authorization` header (contract 1.2): `Token` or `Bearer` in any letter case,
 * one space, one value. Throws 401 for any other scheme or shape.
 */
export function tokenOf(header: string): string {
  const [scheme = "", value, ...rest] = header.split(" ");
  if (!["token", "bearer"].includes(scheme.toLowerCase())) throw noCredential();
  if (value === undefined || rest.length > 0) throw invalidCredential("token");
  return value;
}

export const noCredential = () =>
  new Problem("unauthenticated", "no valid authentication provided", {
    reason: "no_credential",
  });
