/* What a protected service is made of, apart from its schemas. */

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
