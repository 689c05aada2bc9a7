export const TOKENS_PATH = "/team/tokens";
