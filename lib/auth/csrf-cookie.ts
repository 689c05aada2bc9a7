import { createHash } from "node:crypto";
import { settings } from "#lib/config/settings.ts";
import { cookiesOf, csrfCookieName } from "./session-cookie.ts";

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
};

/** next-auth makes the cookie as `token|sha256(token + secret)`. */
function tokenIn(cookie: string): string | undefined {
  const [token = "", hash] = cookie.split("|");
  const wanted = createHash("sha256").update(`${token}${settings().secret}`).digest("hex");
  return hash === wanted ? token : undefined;
}

/**
 * The csrf cookie to pass to next-auth, which reads only one: among those that Roost made, the one
 * of the form's token, else the first. Undefined if there is none.
 */
export function csrfCookieOf(header: string | null, formToken?: string): string | undefined {
  const made = cookiesOf(header, csrfCookieName())
    .map(decoded)
    .filter((cookie) => tokenIn(cookie) !== undefined);
  return made.find((cookie) => tokenIn(cookie) === formToken) ?? made[0];
}
