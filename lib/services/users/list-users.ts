import type { z } from "zod";
import { ROLES } from "#lib/contract/fields.ts";
import type { listUsersQuery } from "#lib/contract/users.ts";
import type { UserView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../actor.ts";
import { containing, nameKeyOf } from "../name-key.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { toUserView, userColumns } from "./user-row.ts";

type PageRequest = Omit<z.output<typeof listUsersQuery>, "service_user">;

const ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
  last_login: { column: "lastLoginAt", kind: "time", nullable: true },
} as const satisfies Record<string, SortColumn>;

/** Name, e-mail or role, the role as people write it too: "network admin". */
function matching(search: string | undefined) {
  const key = nameKeyOf(search ?? "").trim();
  if (key === "") return {};
  const roles = ROLES.filter((role) => role.replace("_", " ").includes(key.replace("_", " ")));
  return {
    OR: [{ nameKey: containing(key) }, { emailKey: containing(key) }, { role: { in: roles } }],
  };
}

/** All users, newest first; without the right to read users, only the caller (contract 2.2). */
export async function listUsers(
  actor: Actor,
  filter: { isServiceUser?: boolean | undefined } = {},
  page: PageRequest = {},
): Promise<Page<UserView>> {
  const everybody = canBegin(actor, "users.list").allowed;
  const list = keyset(page, ORDERS, "-created_at");
  const rows = await database().read.user.findMany({
    where: {
      accountId: actor.accountId,
      ...(everybody ? {} : { id: actor.userId }),
      ...(filter.isServiceUser === undefined ? {} : { isServiceUser: filter.isServiceUser }),
      AND: [matching(page.search), list.where],
    },
    select: { ...userColumns, nameKey: true },
    orderBy: list.orderBy,
    ...(list.take === undefined ? {} : { take: list.take }),
  });
  const { items, next } = list.pageOf(rows);
  return { items: items.map((row) => toUserView(row, actor.userId)), next };
}
