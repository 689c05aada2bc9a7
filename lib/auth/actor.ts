import type { Actor, Origin } from "#lib/services/actor.ts";
import { resumeSession } from "#lib/services/sessions/session.ts";
import { noCredential, tokenOf } from "./authorization.ts";
import { sessionIdOf } from "./session-cookie.ts";
import { verifyToken } from "./verify-token.ts";

export type { Actor };

/**
 * Who makes a request. With an `Authorization` header the cookie is ignored, without fallback.
 * Throws 401 without a good credential, 403 for a blocked user.
 */
export async function actorOf(headers: Headers, origin: Origin): Promise<Actor> {
  const authorization = headers.get("authorization");
  if (authorization !== null) return verifyToken(tokenOf(authorization), origin);
  const sessionId = await sessionIdOf(headers.get("cookie"));
  if (sessionId === null) throw noCredential();
  return resumeSession(sessionId, origin);
}
