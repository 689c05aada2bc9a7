export const TOKENS_PATH = "/team/tokens";

/** The list with what a token created, and what that created in turn. */
export const createdByTokenPath = (id: string): string =>
  `${TOKENS_PATH}?${new URLSearchParams({ created_by_token_id: id })}`;

/** The list with one token and nothing else. */
export const tokenPath = (id: string): string => `${TOKENS_PATH}?${new URLSearchParams({ id })}`;
