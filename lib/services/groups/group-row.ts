import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { GroupView } from "#lib/contract/views.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";

export const groupColumns = {
  id: true,
  name: true,
  nameKey: true,
  issued: true,
  peers: true,
  resources: true,
  createdAt: true,
} as const;

export type GroupRow = Prisma.GroupGetPayload<{ select: typeof groupColumns }>;

/** Only values that passed the contract's schema are stored. */
export function toGroupView({ id, name, issued, peers, resources }: GroupRow): GroupView {
  return {
    id,
    name,
    issued: issued as GroupView["issued"],
    peers: peers as GroupView["peers"],
    resources: resources as GroupView["resources"],
  };
}

/** The group of this account, or the contract's 404. */
export async function findGroup(
  client: ReadClient | Tx,
  accountId: string,
  groupId: string,
): Promise<GroupRow> {
  const row = await client.group.findFirst({
    where: { id: groupId, accountId },
    select: groupColumns,
  });
  if (row === null) throw new Problem("not_found", `group: ${groupId.toLowerCase()} not found`);
  return row;
}

export const isAllGroup = ({ name }: { name: string }): boolean => name === ALL_GROUP;

/** 409 for the name of another group of the account, in the same letter case. */
export async function assertNameFree(tx: Tx, accountId: string, name: string): Promise<void> {
  const taken = await tx.group.findFirst({ where: { accountId, name }, select: { id: true } });
  if (taken === null) return;
  throw new Problem("conflict", `group with name ${name} already exists`.toLowerCase());
}
