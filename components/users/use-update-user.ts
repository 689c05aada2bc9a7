import { useWrite } from "#components/shared/use-write.ts";
import type { CallResult } from "#lib/contract/client.ts";
import type { DescribedUser } from "#lib/contract/views.ts";
import { mergeChanges, type UserChanges } from "./user-changes.ts";

/**
 * Changes a user through the API, which replaces role, groups and block together: they are read
 * again right before, so that concurrent changes are kept.
 */
export function useUpdateUser(isServiceUser: boolean) {
  const { write, refresh, pending } = useWrite(isServiceUser ? "service user" : "user");
  const update = async (
    user: Pick<DescribedUser, "id" | "groups">,
    changes: UserChanges,
  ): Promise<CallResult<"users.update"> | null> => {
    const params = { userId: user.id };
    const now = await write("users.get", { params });
    if (now === null || !now.ok) return now;
    return write("users.update", { params, body: mergeChanges(now.data, user.groups, changes) });
  };
  return { update, write, refresh, pending };
}
