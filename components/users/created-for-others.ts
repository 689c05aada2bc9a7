import type { OperationAnswer } from "#lib/contract/operations.ts";
import { pathWith } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";

type Planned = OperationAnswer<"tokens.revoke">;

/** The filter for active tokens that a user created for service users. */
export const createdForServiceUsers = (userId: string) =>
  ({ created_by: userId, owner_kind: "service_user", state: "active" }) as const;

/** The list with them. */
export const createdForPath = (userId: string): string =>
  pathWith(PAGES.tokens.path, createdForServiceUsers(userId));

/** Those that keep working without the user; a service user's own do not. */
export function ofOthers(userId: string, { matched, tokens }: Pick<Planned, "matched" | "tokens">) {
  const others = tokens.filter((token) => token.user_id !== userId);
  return { count: matched - (tokens.length - others.length), tokens: others };
}
