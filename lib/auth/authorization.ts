import { Problem } from "#lib/contract/problem.ts";
import { invalidCredential } from "#lib/services/credentials.ts";

/**
 * The token in an `Authorization` header (contract 1.2): `Token` or `Bearer` in any letter case,
 * one space, one value; with `basic` also the password of Basic (RFC 7617). Throws 401 for any other
 * scheme or shape.
 */
export function tokenOf(header: string, { basic = false } = {}): string {
  const [scheme = "", value, ...rest] = header.split(" ");
  const asPassword = basic && scheme.toLowerCase() === "basic";
  if (!asPassword && !["token", "bearer"].includes(scheme.toLowerCase())) throw noCredential();
  if (value === undefined || rest.length > 0) throw invalidCredential("token");
  return asPassword ? passwordOf(value) : value;
}

function passwordOf(encoded: string): string {
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, "base64").toString()) ?? [];
  if (password === undefined) throw invalidCredential("token");
  return password;
}

export const noCredential = () =>
  new Problem("unauthenticated", "no valid authentication provided", {
    reason: "no_credential",
  });
