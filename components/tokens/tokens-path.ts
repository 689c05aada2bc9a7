export const TOKENS_PATH = "/team/tokens";

/** The list with one token and nothing else. */
export const tokenPath = (id: string): string => `${TOKENS_PATH}?${new URLSearchParams({ id })}`;
