import type { Actor, Origin } from "#lib/services/context.ts";
import { resumeSession } from "#lib/services/sessions/session.ts";
import { noCredential, tokenOf } from "./authorization.ts";
import { sessionIdsOf } from "./session-cookie.ts";
import { type TokenRequest, verifyToken } from "./verify-token.ts";

export type { Actor };

/**
 * The actor of a request. An `Authorization` header overrides the cookie, without fallback. Throws
 * 401 without a valid credential, 403 for a blocked user or a refused address. `onProven` receives
 * the life of a token's secret once it is verified, even if its owner is then refused.
 */
export async function actorOf(
  headers: Pick<Headers, "get">,
  origin: Origin,
  request?: TokenRequest & { basic?: boolean },
): Promise<Actor> {
  const authorization = headers.get("authorization");
  if (authorization !== null) return verifyToken(tokenOf(authorization, request), origin, request);
  const sessionIds = await sessionIdsOf(headers.get("cookie"));
  if (sessionIds.length === 0) throw noCredential();
  return (await resumeSession(sessionIds, origin)).actor;
}
