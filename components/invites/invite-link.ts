/** The page on which an invite is accepted; its last part is the secret. */
export const inviteLink = (origin: string, token: string): string => `${origin}/invite/${token}`;
