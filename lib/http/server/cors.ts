import { isApi, isSignIn } from "./validate-request.ts";

/** Any web page may call the API with a token; a cookie is never honoured across origins. */
const SHARED = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "X-Request-Id, Link, RateLimit, RateLimit-Policy, Retry-After, Token-Expires, Deprecation, Roost-Accepted-Scopes",
};

function isShared(pathname: string): boolean {
  return isApi(pathname) && !isSignIn(pathname);
}

/** The CORS headers of an answer; sign-in is for the dashboard's own pages only. */
export function corsHeaders(pathname: string): Record<string, string> {
  return isShared(pathname) ? SHARED : {};
}

const ALLOWED = "Authorization, Content-Type, Idempotency-Key";
const HEADER_LIST = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;
const HEADER_LIST_MAX = 2048;

/**
 * The answer to a preflight, or undefined where other origins have no business. Whatever header is
 * asked for is allowed: without credentials none of them carries a right that the page lacks.
 * (`*` would not cover Authorization, and older browsers do not know it.)
 */
export function preflightHeaders(
  pathname: string,
  asked: string | undefined,
): Record<string, string> | undefined {
  if (!isShared(pathname)) return undefined;
  const isList = asked !== undefined && asked.length <= HEADER_LIST_MAX && HEADER_LIST.test(asked);
  return {
    ...SHARED,
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": isList ? asked : ALLOWED,
    "access-control-max-age": "7200",
    vary: "Access-Control-Request-Headers",
  };
}
