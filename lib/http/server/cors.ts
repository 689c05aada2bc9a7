/** Any web page may call the API with a token; a cookie is never honoured across origins. */
const SHARED = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "X-Request-Id, Link, RateLimit, RateLimit-Policy, Retry-After, Token-Expires",
};

function isShared(pathname: string): boolean {
  return pathname.startsWith("/api/") && !/^\/api\/auth(\/|$)/.test(pathname);
}

/** The CORS headers of an answer; sign-in is for the dashboard's own pages only. */
export function corsHeaders(pathname: string): Record<string, string> {
  return isShared(pathname) ? SHARED : {};
}

/** The answer to a preflight, or undefined where other origins have no business. */
export function preflightHeaders(pathname: string): Record<string, string> | undefined {
  if (!isShared(pathname)) return undefined;
  return {
    ...SHARED,
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
    "access-control-max-age": "7200",
  };
}
