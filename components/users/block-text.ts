/** What a block does. */
export const blockText = ({ isServiceUser }: { isServiceUser: boolean }): string =>
  isServiceUser
    ? "While it is blocked, its access tokens get 403. They work again once it is unblocked."
    : "While they are blocked, they are signed out, cannot sign in, and their access tokens get 403.";
