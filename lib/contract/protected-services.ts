/* What a protected service is made of, apart from its schemas: the browser loads these. */

const SERVICE_SCOPE = "service:";
/** The part of a scope and of an address that names a service. */
export const SERVICE_SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The scope that opens one protected service. */
export const serviceScope = (slug: string): string => `${SERVICE_SCOPE}${slug}`;

/** The slug in such a scope; undefined for other scopes. */
export function serviceIn(scope: string): string | undefined {
  const slug = scope.startsWith(SERVICE_SCOPE) ? scope.slice(SERVICE_SCOPE.length) : "";
  return SERVICE_SLUG.test(slug) ? slug : undefined;
}

const OPENED = "verify:";

/** The operation by which the opening of a service is counted. */
export const openingOf = (slug: string): string => `${OPENED}${slug}`;

/** The slug of the service that such an operation opened; undefined for others. */
export const openedBy = (operation: string): string | undefined =>
  operation.startsWith(OPENED) ? operation.slice(OPENED.length) : undefined;

/** Most protected services of an account, and most groups of one. */
export const SERVICES_MAX = 100;
export const SERVICE_GROUPS_MAX = 100;

/** In which headers a proxy says what was asked for: X-Forwarded-* or X-Original-*. */
export const HEADER_FAMILIES = ["x-forwarded", "x-original"] as const;
export type HeaderFamily = (typeof HEADER_FAMILIES)[number];

/** Tokens that may open a service without its scope: without scopes, or with this one. */
export const ALSO_ACCEPTED = ["all", "all:read", "unscoped"] as const;
export type AlsoAccepted = (typeof ALSO_ACCEPTED)[number];

/** What a request without a token is asked for. */
export const CHALLENGES = ["bearer", "basic"] as const;
export type Challenge = (typeof CHALLENGES)[number];

/** Methods that a service may be limited to: the common ones, then those of WebDAV and others. */
export const SERVICE_METHODS: readonly string[] = [
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "TRACE", "CONNECT"],
  ...["ACL", "BIND", "CHECKOUT", "COPY", "LINK", "LOCK", "M-SEARCH", "MERGE", "MKACTIVITY"],
  ...["MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "PROPFIND", "PROPPATCH", "PURGE", "REBIND"],
  ...["REPORT", "SEARCH", "SUBSCRIBE", "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE"],
];
