import { decode } from "next-auth/jwt";
import { cookieName, secureCookies } from "#lib/config/cookie-names.ts";
import { settings } from "#lib/config/settings.ts";

export const sessionCookieName = () => cookieName("session", settings());
export const csrfCookieName = () => cookieName("csrf", settings());

/** The attributes of every cookie that Roost sets; none has a `Domain`. */
export const cookieAttributes = () =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies(settings()) }) as const;

/** The line that makes a browser drop its session cookie. */
export function clearedSessionCookie(): string {
  const secure = cookieAttributes().secure ? "; Secure" : "";
  return `${sessionCookieName()}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * Every different value that a `Cookie` header has for a name, in its order. Another host of the
 * same domain can add cookies of any name, before or after ours.
 */
export function cookiesOf(header: string | null, name: string): string[] {
  const values = new Set<string>();
  for (const pair of (header ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) values.add(value.join("="));
  }
  return [...values];
}

/** Whether a request has a session cookie, good or not. */
export const hasSessionCookie = (header: string | null) =>
  cookiesOf(header, sessionCookieName()).length > 0;

async function sessionIdIn(token: string): Promise<string | undefined> {
  try {
    const claims = await decode({ token, secret: settings().secret });
    return typeof claims?.sid === "string" ? claims.sid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The session ids in all session cookies of a `Cookie` header, each once. Reads cookies only:
 * next-auth's own `getToken` would accept the same text as a Bearer token too.
 */
export async function sessionIdsOf(cookieHeader: string | null): Promise<string[]> {
  const tokens = cookiesOf(cookieHeader, sessionCookieName());
  const ids = await Promise.all(tokens.map(sessionIdIn));
  return [...new Set(ids.filter((id) => id !== undefined))];
}
