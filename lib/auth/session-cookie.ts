import { decode } from "next-auth/jwt";
import { settings } from "#lib/config/settings.ts";

/** Cookies are `Secure` exactly where people reach Roost over https. */
export const secureCookies = () => settings().publicUrl.startsWith("https://");

export const sessionCookieName = () =>
  `${secureCookies() ? "__Secure-" : ""}next-auth.session-token`;

/** The value of a cookie in a `Cookie` header, or undefined. */
export function cookieOf(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
}

/**
 * The session id in the session cookie, or null. Reads the cookie only: next-auth's own `getToken`
 * would accept the same text as a Bearer token too.
 */
export async function sessionIdOf(cookieHeader: string | null): Promise<string | null> {
  const token = cookieOf(cookieHeader, sessionCookieName());
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: settings().secret });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    return null;
  }
}
