import type { UserView } from "#lib/contract/views.ts";

/** The user whose tokens are shown. */
export type TokenOwner = Pick<UserView, "id" | "name" | "role" | "isServiceUser" | "isCurrent"> & {
  /** Blocked or pending approval. */
  isBlocked: boolean;
};
