import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { settings } from "#lib/config/settings.ts";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Origin } from "#lib/services/context.ts";
import { SESSION_LIFETIME_MS } from "#lib/services/credentials.ts";
import { deadlineOf } from "#lib/services/request-deadline.ts";
import { isKnownNetwork } from "#lib/services/sessions/known-networks.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";
import { cookieAttributes, csrfCookieName, sessionCookieName } from "./session-cookie.ts";
import { attemptSignIn } from "./sign-in-attempts.ts";

async function authorize(
  given: Record<string, unknown> | undefined,
  origin: Origin,
  replaced: readonly string[],
) {
  const email = typeof given?.email === "string" ? given.email : "";
  const password = typeof given?.password === "string" ? given.password : "";
  const { address } = origin;
  const isKnown = await isKnownNetwork(email, address);
  const attempt = { email, address, isKnown, deadline: deadlineOf(origin) };
  const { userId, sessionId } = await attemptSignIn(attempt, (lane) =>
    signIn({ email, password, replaced }, origin, lane),
  );
  return { id: userId, sessionId };
}

/**
 * next-auth's options for one request. The JWT holds only the session's id. A sign-in ends the
 * sessions `replaced`. Errors are passed to `onFailure`, since next-auth would turn
 * them into redirects.
 */
export function nextAuthOptions(
  origin: Origin,
  replaced: readonly string[],
  onFailure: (error: unknown) => void,
): NextAuthOptions {
  const options = cookieAttributes();
  return {
    secret: settings().secret,
    useSecureCookies: options.secure,
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      csrfToken: { name: csrfCookieName(), options },
    },
    session: { strategy: "jwt", maxAge: SESSION_LIFETIME_MS / 1000 },
    pages: { signIn: OTHER_PAGES.signIn, signOut: OTHER_PAGES.signIn, error: OTHER_PAGES.signIn },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(given) {
          try {
            return await authorize(given, origin, replaced);
          } catch (error) {
            onFailure(error);
            return null;
          }
        },
      }),
    ],
    callbacks: {
      // `user` is authorize's result, at sign-in only.
      jwt: ({ token, user }) => ({
        sid: user && "sessionId" in user ? user.sessionId : token.sid,
      }),
    },
    logger: {
      error: (code) => logger().error({ code }, "next-auth"),
      warn: (code) => logger().debug({ code }, "next-auth"),
      debug: () => {},
    },
  };
}
