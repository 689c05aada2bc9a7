/** The effect of a block, as a sentence. */
export const blockEffect = ({ isServiceUser }: { isServiceUser: boolean }): string =>
  isServiceUser
    ? "Its access tokens get 403 until you unblock it."
    : "Signs them out. They cannot sign in and their access tokens get 403 until you unblock them.";

/** The effect of unblocking, as a sentence. */
export const unblockEffect = ({ isServiceUser }: { isServiceUser: boolean }): string =>
  isServiceUser
    ? "Its access tokens work again immediately."
    : "They can sign in again, and their access tokens work again immediately.";
