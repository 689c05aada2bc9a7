/** The condition that an account was not deleted: its row goes last, after all others. */
export const PRESENT = { deletedAt: null } as const;
