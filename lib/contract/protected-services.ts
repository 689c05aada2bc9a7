/** In which headers a proxy says what was asked for: X-Forwarded-* or X-Original-*. */
const HEADER_FAMILIES = ["x-forwarded", "x-original"] as const;
export type HeaderFamily = (typeof HEADER_FAMILIES)[number];

/** Tokens that may open a service without its scope: without scopes, or with this one. */
const ALSO_ACCEPTED = ["all", "all:read", "unscoped"] as const;
export type AlsoAccepted = (typeof ALSO_ACCEPTED)[number];

/** What a request without a token is asked for. */
const CHALLENGES = ["bearer", "basic"] as const;
export type Challenge = (typeof CHALLENGES)[number];
