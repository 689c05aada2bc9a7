import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { PageQuery } from "#lib/contract/paging.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { GroupView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { containing } from "../containing.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import { findGroup, groupColumns, toGroupView } from "./group-row.ts";
import { shownGroups } from "./shown-groups.ts";

const ORDERS = {
  name: { column: "nameKey", kind: "text" },
  created_at: { column: "createdAt", kind: "time" },
} as const satisfies Record<string, SortColumn>;

type GroupsQuery = PageQuery<keyof typeof ORDERS> & { same_name?: string | undefined };

function wanted(actor: Actor, { search, same_name }: GroupsQuery) {
  const key = nameKeyOf(search ?? "").trim();
  return {
    ...shownGroups(actor.accountId),
    ...(key === "" ? {} : { nameKey: containing(key) }),
    AND: same_name === undefined ? [] : [{ nameKey: nameKeyOf(same_name) }],
  };
}

/** All groups by name (contract 2.11). */
export async function listGroups(actor: Actor, page: GroupsQuery = {}): Promise<Page<GroupView>> {
  assertCanBegin(actor, "groups.read");
  const list = keyset(page, ORDERS, "name");
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    database().read.group.findMany({
      where: { AND: [wanted(actor, page), where] },
      select: groupColumns,
      ...stretch,
    }),
  );
  return { items: items.map(toGroupView), ...pages };
}

/** Number of groups that match the query, on all pages. */
export async function countGroups(actor: Actor, page: GroupsQuery): Promise<number> {
  assertCanBegin(actor, "groups.read");
  return database().read.group.count({ where: wanted(actor, page) });
}

/** The group with exactly this name; of several, the one with the most peers. 404 if none. */
export async function getGroupNamed(actor: Actor, name: string): Promise<GroupView> {
  assertCanBegin(actor, "groups.read");
  const rows = await database().read.group.findMany({
    where: { accountId: actor.accountId, name },
    select: groupColumns,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const [found] = rows.map(toGroupView).sort((a, b) => b.peers.length - a.peers.length);
  if (found === undefined) throw new Problem("not_found", `group: ${name.toLowerCase()} not found`);
  return found;
}

/** One group (contract 2.11). */
export async function getGroup(actor: Actor, groupId: string): Promise<GroupView> {
  assertCanBegin(actor, "groups.read");
  return toGroupView(await findGroup(database().read, actor.accountId, groupId));
}
