import type { Role } from "#lib/contract/fields.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import type { UserView } from "#lib/contract/views.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { PolicyTarget } from "#lib/policy/can.ts";

/** The columns of a user without the password hash, which must not leave the database. */
export const userColumns = {
  id: true,
  email: true,
  name: true,
  role: true,
  isServiceUser: true,
  isBlocked: true,
  pendingApproval: true,
  issued: true,
  description: true,
  contactId: true,
  lastLoginAt: true,
  createdAt: true,
  // Sorted by `autoGroupsOf`: with an order here, Prisma reads the memberships of all users in one
  // query, which fails if a list has more users than a query may have parameters.
  memberships: { select: { groupId: true, position: true } },
} as const;

export type UserRow = Prisma.UserGetPayload<{ select: typeof userColumns }>;

export function toUserView(row: UserRow, callerId: string): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: roleOf(row),
    status: row.isBlocked || row.pendingApproval ? "blocked" : "active",
    lastLoginAt: row.lastLoginAt,
    autoGroups: autoGroupsOf(row),
    isCurrent: row.id === callerId,
    isServiceUser: row.isServiceUser,
    isBlocked: row.isBlocked,
    pendingApproval: row.pendingApproval,
    issued: row.issued,
    description: row.description,
    contactId: row.contactId,
  };
}

/** The IDs of a user's auto groups in the given order. */
export function autoGroupsOf({ memberships }: Pick<UserRow, "memberships">): string[] {
  return memberships.toSorted((a, b) => a.position - b.position).map(({ groupId }) => groupId);
}

/** The row as a target of the policy. */
export function toPolicyTarget(
  row: Pick<UserRow, "id" | "role" | "isServiceUser" | "isBlocked" | "issued">,
): PolicyTarget {
  return {
    id: row.id,
    role: roleOf(row),
    isServiceUser: row.isServiceUser,
    isBlocked: row.isBlocked,
    issued: row.issued,
  };
}

/** 422 unless the user awaits approval (contract 2.8). */
export function assertPending(row: UserRow): void {
  if (row.pendingApproval) return;
  const message = `user ${row.id.toLowerCase()} is not pending approval`;
  throw invalid("userId", message);
}

/** Only roles that passed the contract's schema are stored. */
export const roleOf = (row: Pick<UserRow, "role">) => row.role as Role;

/** The user of this account, or the contract's 404. */
export async function findUser(
  client: ReadClient | Tx,
  accountId: string,
  userId: string,
): Promise<UserRow> {
  const row = await client.user.findFirst({
    where: { id: userId, accountId },
    select: userColumns,
  });
  if (row === null) throw userNotFound(userId);
  return row;
}

/** The contract's 404 for an unknown user. */
export const userNotFound = (userId: string) =>
  new Problem("not_found", `user: ${userId.toLowerCase()} not found`);
