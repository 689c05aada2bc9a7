import type { PersonRef, UserView } from "#lib/contract/views.ts";

/** The owner of a token as far as its rights depend on it. */
export type TokenHolder = Pick<UserView, "name" | "role" | "isServiceUser" | "isCurrent"> & {
  /** The person to ask about a service user; absent where the token is only about to be made. */
  contact?: PersonRef | null;
};

/** The user whose tokens are shown. */
export type TokenOwner = TokenHolder & {
  id: string;
  /** Blocked or pending approval. */
  isBlocked: boolean;
};
