import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { Problem } from "#lib/contract/problem.ts";
import type { Origin } from "#lib/services/actor.ts";
import { nextAuthOptions } from "./next-auth-options.ts";
import { sessionCookieName } from "./session-cookie.ts";

/** The paths of next-auth that answer; everything else below `/api/auth` is a 404. */
const ANSWERED: Record<string, readonly string[]> = {
  csrf: ["GET"],
  providers: ["GET"],
  session: ["GET"],
  "signin/credentials": ["POST"],
  signout: ["POST"],
  "callback/credentials": ["POST"],
};

/** The methods next-auth answers at a path below `/api/auth`, or undefined for a 404. */
export const authMethods = (path: string): readonly string[] | undefined =>
  Object.hasOwn(ANSWERED, path) ? ANSWERED[path] : undefined;

/**
 * Lets next-auth answer a request whose body has been read within the limit. Throws instead of
 * the redirects with which next-auth would tell a refusal.
 */
export async function answerWithNextAuth(
  request: Request,
  segments: string[],
  body: string,
  origin: Origin,
): Promise<Response> {
  if (request.method === "POST") assertIsForm(request.headers);
  const failures: unknown[] = [];
  const options = nextAuthOptions(origin, (error) => failures.push(error));
  const bounded = new NextRequest(request.url, {
    method: request.method,
    headers: request.headers,
    ...(request.method === "POST" ? { body } : {}),
  });
  const context = { params: Promise.resolve({ nextauth: segments }) };
  const answer: Response = await NextAuth(bounded as never, context as never, options);
  if (failures.length > 0) throw failures[0];
  if (segments[0] === "callback") assertSignedIn(answer);
  if (segments[0] === "signout") await assertSignedOut(answer);
  return answer;
}

/** next-auth reads JSON too, and fails on what is none. */
function assertIsForm(headers: Headers): void {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
    throw new Problem("invalid_request", "couldn't read the form");
  }
}

const expired = () =>
  new Problem("forbidden", "The form has expired. Reload the page and try again.");

/** Without a csrf token next-auth answers 200 with a redirect: only the cookie tells success. */
function assertSignedIn(answer: Response): void {
  const signedIn = answer.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (!signedIn) throw expired();
}

/** Without a csrf token next-auth leads to a form of its own, as if all were well. */
async function assertSignedOut(answer: Response): Promise<void> {
  const target = answer.headers.get("location") ?? (await answer.clone().json()).url;
  if (new URL(target).searchParams.has("csrf")) throw expired();
}
