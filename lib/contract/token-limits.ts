/** The lifetime of an access token in days. */
export const TOKEN_DAYS = { min: 1, max: 365, preset: 30 } as const;
/** The same for a service user, where the account allows more. */
export const SERVICE_TOKEN_DAYS = { min: 1, max: 3650 } as const;
/** Unexpired access tokens of one user: the largest limit of an account, and the default. */
export const TOKENS_PER_USER = { max: 10_000, preset: 100 } as const;
/** Days without use after which tokens may be disabled, and the days of notice before. */
export const UNUSED_DAYS = { min: 14, max: 365, notice: 7 } as const;
/** Most scopes of one token. */
export const SCOPES_MAX = 64;
