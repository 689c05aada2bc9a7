import { cookieName, secureCookies } from "#lib/config/cookie-names.ts";
import { settings } from "#lib/config/settings.ts";

export const sessionCookieName = () => cookieName("session", settings());
export const csrfCookieName = () => cookieName("csrf", settings());

/** The attributes of every cookie that Roost sets; none has a `Domain`. */
export const cookieAttributes = () =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies(settings()) }) as const;

/** The `Set-Cookie` line that clears the session cookie. */
export function clearedSessionCookie(): string {
  const secure = cookieAttributes().secure ? "; Secure" : "";
  return `${sessionCookieName()}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * The distinct values of a cookie name in a `Cookie` header, in order. Another host of the same
 * domain can add cookies of the same name, before or after ours.
 */
export function cookiesOf(header: string | null, name: string): string[] {
  const values = new Set<string>();
  for (const pair of (header ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) values.add(value.join("="));
  }
  return [...values];
}

/** Whether a request has a session cookie, valid or not. */
export const hasSessionCookie = (header: string | null) =>
  cookiesOf(header, sessionCookieName()).length > 0;

async function sessionIdIn(token: string): Promise<string | undefined> {
  // Loaded with the first session: requests with a token do not need it.
  const { decode } = await import("next-auth/jwt");
  try {
    const claims = await decode({ token, secret: settings().secret });
    return typeof claims?.sid === "string" ? claims.sid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The distinct session IDs in all session cookies of a `Cookie` header. Reads cookies only:
 * next-auth's `getToken` would accept the same value as a Bearer token, too.
 */
export async function sessionIdsOf(cookieHeader: string | null): Promise<string[]> {
  const tokens = cookiesOf(cookieHeader, sessionCookieName());
  const ids = await Promise.all(tokens.map(sessionIdIn));
  return [...new Set(ids.filter((id) => id !== undefined))];
}
