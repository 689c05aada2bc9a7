import type { UserView } from "#lib/contract/views.ts";

/** The owner of a token as far as its rights depend on it. */
export type TokenHolder = Pick<UserView, "name" | "role" | "isServiceUser" | "isCurrent">;

/** The user whose tokens are shown. */
export type TokenOwner = TokenHolder & {
  id: string;
  /** Blocked or pending approval. */
  isBlocked: boolean;
};
