import type { UserView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../actor.ts";
import { toUserView, userColumns } from "./user-row.ts";

/** All users, newest first; without the right to read users, only the caller (contract 2.2). */
export async function listUsers(
  actor: Actor,
  filter: { isServiceUser?: boolean | undefined } = {},
): Promise<UserView[]> {
  const everybody = canBegin(actor, "users.list").allowed;
  const rows = await database().read.user.findMany({
    where: {
      accountId: actor.accountId,
      ...(everybody ? {} : { id: actor.userId }),
      ...(filter.isServiceUser === undefined ? {} : { isServiceUser: filter.isServiceUser }),
    },
    select: userColumns,
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map((row) => toUserView(row, actor.userId));
}
