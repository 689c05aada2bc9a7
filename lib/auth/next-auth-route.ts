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
  return answer;
}

/** Without a csrf token next-auth answers 200 with a redirect: only the cookie tells success. */
function assertSignedIn(answer: Response): void {
  const signedIn = answer.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (!signedIn) {
    throw new Problem("forbidden", "The sign-in form has expired. Reload the page and try again.");
  }
}
