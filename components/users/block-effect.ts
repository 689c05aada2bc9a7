/** What a block does. */
export const blockEffect = ({ isServiceUser }: { isServiceUser: boolean }): string =>
  isServiceUser
    ? "While it is blocked, its access tokens get 403. They work again once it is unblocked."
    : "While they are blocked, they are signed out, cannot sign in, and their access tokens get 403.";

/** What the end of a block does. */
export const unblockEffect = ({ isServiceUser }: { isServiceUser: boolean }): string =>
  isServiceUser
    ? "Its access tokens work again at once."
    : "They can sign in again, and their access tokens work again at once.";
