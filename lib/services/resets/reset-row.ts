import type { Role } from "#lib/contract/fields.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { can } from "#lib/policy/can.ts";
import { toPolicyTarget, type UserRow, userColumns } from "../users/user-row.ts";

/** The row against which a reset's token is verified. */
export type ResetProof = { id: string; hash: string };

/** The creator of resets on the command line. */
export const SYSTEM = "sys";

export const unknownReset = () => new Problem("not_found", "password reset not found");

export type ProvenReset = {
  userId: string;
  accountId: string;
  name: string;
  email: string;
  expiresAt: Date;
  createdBy: string;
};

const person = { ...userColumns, accountId: true, emailKey: true } as const;

/**
 * Reads the user of a proven token. 404 after it was used or replaced, the email changed, the user
 * was blocked, or its creator lost the right; 422 after it expired.
 */
export async function readProven(
  client: ReadClient | Tx,
  { id, hash }: ResetProof,
): Promise<ProvenReset> {
  const row = await client.passwordReset.findFirst({
    where: { id, hash },
    select: { emailKey: true, expiresAt: true, createdBy: true, user: { select: person } },
  });
  if (row === null || row.user.emailKey !== row.emailKey) throw unknownReset();
  const { user, expiresAt, createdBy } = row;
  if (user.isBlocked || user.pendingApproval || user.isServiceUser) throw unknownReset();
  if (!(await stillMay(client, createdBy, user))) throw unknownReset();
  if (expiresAt.getTime() <= Date.now()) {
    throw invalid("reset", "password reset has expired");
  }
  const { id: userId, accountId, name, email } = user;
  return { userId, accountId, name, email, expiresAt, createdBy };
}

/** A link never grants more than its creator could grant now. */
async function stillMay(
  client: ReadClient | Tx,
  createdBy: string,
  target: UserRow & { accountId: string },
): Promise<boolean> {
  if (createdBy === SYSTEM) return true;
  const maker = await client.user.findFirst({
    where: { id: createdBy, accountId: target.accountId },
    select: userColumns,
  });
  if (maker === null || maker.isBlocked || maker.pendingApproval) return false;
  const { id: userId, role, isServiceUser } = maker;
  const actor = {
    ...{ userId, isServiceUser, personalTokens: false, inSession: true, managesAccount: true },
    ...{ recentProof: false, scopes: null, networks: null },
    // Only roles that passed the contract's schema are stored.
    role: role as Role,
  };
  return can(actor, "passwords.reset", toPolicyTarget(target)).allowed;
}
