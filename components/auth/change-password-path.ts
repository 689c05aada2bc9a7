/** The page on which a generated password is changed, and from which one goes on to `next`. */
export const changePasswordPath = (next: string): string =>
  `/change-password?${new URLSearchParams({ next })}`;
