import { z } from "zod";
import type { Role } from "#lib/contract/fields.ts";
import { INVITE_SECONDS } from "#lib/contract/invites.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import type { InviteView } from "#lib/contract/views.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { canBegin } from "#lib/policy/can.ts";

/** The columns of an invite without the hash, which must not leave the database. */
export const inviteColumns = {
  id: true,
  accountId: true,
  email: true,
  emailKey: true,
  name: true,
  role: true,
  autoGroups: true,
  expiresAt: true,
  createdAt: true,
  createdBy: true,
} as const;

export type InviteRow = Prisma.InviteGetPayload<{ select: typeof inviteColumns }>;

/** An invite's view with the name of its inviter, "" if they no longer exist. */
export type VouchedInvite = { view: InviteView; inviterName: string };

export const groupIds = z.array(z.string());
export const unknownInvite = () => new Problem("not_found", "user invite not found");

/**
 * The views of invites. An invite is valid only while the user who last created its link may
 * invite users: an invite never grants more than its inviter could grant now.
 */
export async function toInviteViews(
  client: ReadClient | Tx,
  rows: InviteRow[],
): Promise<VouchedInvite[]> {
  const inviters = await client.user.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.createdBy))] } },
    select: inviterColumns,
  });
  return rows.map((row) => {
    const inviter = inviters.find(({ id, accountId }) => {
      return id === row.createdBy && accountId === row.accountId;
    });
    return { view: toView(row, inviter), inviterName: inviter?.name ?? "" };
  });
}

const inviterColumns = {
  id: true,
  accountId: true,
  name: true,
  role: true,
  isServiceUser: true,
  isBlocked: true,
  pendingApproval: true,
} as const;

type Inviter = Prisma.UserGetPayload<{ select: typeof inviterColumns }>;

/** Only roles that passed the contract's schema are stored. */
export const roleOf = (row: Pick<InviteRow, "role">) => row.role as Role;

export const autoGroupsIn = (row: Pick<InviteRow, "autoGroups">) => groupIds.parse(row.autoGroups);

function toView(row: InviteRow, inviter: Inviter | undefined): InviteView {
  const isExpired = row.expiresAt.getTime() <= Date.now();
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: roleOf(row),
    autoGroups: autoGroupsIn(row),
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    isExpired,
    isValid: !isExpired && inviter !== undefined && mayInvite(inviter),
  };
}

function mayInvite({ id: userId, role, isServiceUser, isBlocked, pendingApproval }: Inviter) {
  if (isBlocked || pendingApproval) return false;
  const actor = {
    userId,
    role: role as Role,
    isServiceUser,
    personalTokens: false,
    inSession: false,
    recentProof: false,
    managesAccount: false,
    scopes: null,
    networks: null,
  };
  return canBegin(actor, "invites.create").allowed;
}

export async function toInviteView(
  client: ReadClient | Tx,
  row: InviteRow,
): Promise<VouchedInvite> {
  const [view] = await toInviteViews(client, [row]);
  if (view === undefined) throw new Error("one row makes one view");
  return view;
}

/** The invite of this account, or the contract's 404. */
export async function findInvite(
  client: ReadClient | Tx,
  accountId: string,
  id: string,
): Promise<InviteRow> {
  const row = await client.invite.findFirst({ where: { id, accountId }, select: inviteColumns });
  if (row === null) throw unknownInvite();
  return row;
}

/** The expiry of an invite created now: 72 hours if absent or not positive, 422 for under one hour. */
export function expiryOf(seconds = 0): Date {
  const wanted = seconds <= 0 ? INVITE_SECONDS.preset : seconds;
  if (wanted < INVITE_SECONDS.min) {
    const message = "invite expiration must be at least 1 hour";
    throw invalid("expires_in", message);
  }
  return new Date(Date.now() + wanted * 1000);
}
