import { settings } from "#lib/config/settings.ts";
import { isRefusedCredential, Problem } from "#lib/contract/problem.ts";
import type { Origin } from "#lib/services/context.ts";
import { endSessions, resumeSession } from "#lib/services/sessions/session.ts";
import { askNextAuth, type NextAuthAnswer } from "./ask-next-auth.ts";
import { csrfCookieOf } from "./csrf-cookie.ts";
import { nextAuthOptions } from "./next-auth-options.ts";
import {
  clearedSessionCookie,
  cookieAttributes,
  csrfCookieName,
  hasSessionCookie,
  sessionCookieName,
  sessionIdsOf,
} from "./session-cookie.ts";

/** The paths of next-auth in use; every other one below `/api/auth` is a 404. */
const ANSWERED: Record<string, readonly string[]> = {
  csrf: ["GET"],
  providers: ["GET"],
  session: ["GET"],
  "signin/credentials": ["POST"],
  signout: ["POST"],
  "callback/credentials": ["POST"],
};
/** The form fields passed to next-auth. */
const FIELDS = ["csrfToken", "email", "password"];

/** The methods of a path below `/api/auth`, or undefined for a 404. */
export const authMethods = (path: string): readonly string[] | undefined =>
  Object.hasOwn(ANSWERED, path) ? ANSWERED[path] : undefined;

/**
 * Responds to a request below `/api/auth`, given its body. Throws where next-auth would report an
 * error by a redirect.
 */
export async function answerAuth(
  request: Request,
  segments: string[],
  body: string,
  origin: Origin,
): Promise<Response> {
  const cookie = request.headers.get("cookie");
  if (segments[0] === "session") return answerSession(cookie, origin);
  const form = request.method === "POST" ? formOf(request.headers, body) : new Map();
  const answer = await askWithForm(request.method, segments, form, cookie, origin);
  if (segments[0] === "callback") assertSignedIn(answer, request.headers);
  if (segments[0] === "signout") {
    assertSignedOut(answer, request.headers);
    await endSessions(await sessionIdsOf(cookie));
    answer.cookies.push(clearedSessionCookie());
  }
  return toResponse(answer, form.get("json") === "true");
}

type Form = ReadonlyMap<string, string>;

async function askWithForm(
  method: string,
  segments: string[],
  form: Form,
  cookie: string | null,
  origin: Origin,
): Promise<NextAuthAnswer> {
  const failures: unknown[] = [];
  const replaced = await sessionIdsOf(cookie);
  const options = nextAuthOptions(origin, replaced, (error) => failures.push(error));
  const csrfCookie = csrfCookieOf(cookie, form.get("csrfToken"));
  const answer = await askNextAuth(
    {
      method,
      segments,
      fields: Object.fromEntries([...form].filter(([name]) => FIELDS.includes(name))),
      cookies: csrfCookie === undefined ? {} : { [csrfCookieName()]: csrfCookie },
    },
    options,
  );
  if (failures.length > 0) throw failures[0];
  const wanted = [sessionCookieName(), csrfCookieName()];
  // Its third cookie is the callback URL, which Roost's own pages decide.
  const cookies = answer.cookies.filter((line) =>
    wanted.some((name) => line.startsWith(`${name}=`)),
  );
  return { ...answer, cookies };
}

/**
 * The expiry of these cookies' session, read from the database; `{}` and a cleared cookie without
 * one. A cookie is never renewed: it expires with its session.
 */
async function answerSession(cookie: string | null, origin: Origin): Promise<Response> {
  const ids = await sessionIdsOf(cookie);
  try {
    if (ids.length > 0) {
      const { expiresAt } = await resumeSession(ids, origin);
      return Response.json({ expires: expiresAt.toISOString() });
    }
  } catch (error) {
    if (!isRefusedCredential(error)) throw error;
  }
  const cleared = hasSessionCookie(cookie) ? { "set-cookie": clearedSessionCookie() } : {};
  return Response.json({}, { headers: new Headers(cleared) });
}

/** The form's fields; the last of a repeated field. 400 if the body is not a form. */
function formOf(headers: Headers, body: string): Form {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
    throw new Problem("invalid_request", "couldn't read the form");
  }
  return new Map(new URLSearchParams(body));
}

/** Over http a browser drops Secure cookies: reloading the form would not help. */
function expired(headers: Headers): Problem {
  const overHttp = cookieAttributes().secure && headers.get("origin")?.startsWith("http:");
  return new Problem(
    "forbidden",
    overHttp
      ? `Sign-in works only over https. Open ${settings().publicUrl}`
      : "The form has expired. Reload the page and try again.",
  );
}

/** Without a csrf token next-auth responds as if it succeeded: only the cookie shows success. */
function assertSignedIn({ cookies }: NextAuthAnswer, headers: Headers): void {
  if (!cookies.some((line) => line.startsWith(`${sessionCookieName()}=`))) throw expired(headers);
}

/** Without a csrf token next-auth redirects to a form of its own, as if it succeeded. */
function assertSignedOut({ redirect }: NextAuthAnswer, headers: Headers): void {
  if (redirect === undefined || new URL(redirect).searchParams.has("csrf")) throw expired(headers);
}

/** With `json`, scripts receive the URL that a browser is redirected to. */
function toResponse({ status, cookies, redirect, body }: NextAuthAnswer, json: boolean): Response {
  const headers = new Headers(cookies.map((line): [string, string] => ["set-cookie", line]));
  if (redirect === undefined) return Response.json(body, { status, headers });
  if (json) return Response.json({ url: redirect }, { headers });
  headers.set("location", redirect);
  return new Response(null, { status: 302, headers });
}
