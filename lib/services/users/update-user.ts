import { ALL_GROUP } from "#lib/contract/all-group.ts";
import type { Role } from "#lib/contract/fields.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { invalid } from "#lib/contract/problem.ts";
import { toWireUser } from "#lib/contract/to-wire.ts";
import type { UserView } from "#lib/contract/views.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Opener } from "#lib/policy/let-open.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { wakeMirrors } from "../netbird/wake-mirrors.ts";
import { assertNewName } from "../new-name.ts";
import { assertCan, assertCanBegin, assertCanGrant } from "../policy.ts";
import { assertCanLetOpen } from "../protected-services/assert-can-let-open.ts";
import { writeAs } from "../write-as.ts";
import { describedAfter, handOver, recordDescribed } from "./contact.ts";
import { readUser } from "./read-users.ts";
import { recordGroupChanges } from "./record-group-changes.ts";
import {
  autoGroupsOf,
  findUser,
  roleOf,
  toPolicyTarget,
  toUserView,
  type UserRow,
} from "./user-row.ts";

type UserUpdate = {
  role: Role;
  autoGroups: string[];
  isBlocked: boolean;
  /** Unchanged if absent. */
  name?: string | undefined;
  /** Of a service user; unchanged if absent. */
  description?: string | undefined;
  /** Null for none; unchanged if absent. */
  contact?: string | null | undefined;
};

/** 404 before the body is read, in the order of the contract (2.4). */
export async function assertUserExists(actor: Actor, userId: string): Promise<void> {
  await readUser(actor.accountId, userId);
}

/**
 * Replaces role, auto groups and block (contract 2.4), and the name if one is given. Ownership
 * transfer demotes the previous owner to admin. A changed role or a block ends the user's sessions.
 */
export async function updateUser(
  actor: Actor,
  userId: string,
  change: UserUpdate,
): Promise<UserView> {
  const prefix = `failed to process update for user ${userId.toLowerCase()}: `;
  const updated = await writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "users.update");
    const target = await findUser(tx, present.accountId, userId);
    assertCan(present, "users.update", toPolicyTarget(target), { change, prefix });
    assertMayBecome(present, target, change, prefix);
    await assertCanLetOpen(tx, present, openersOf(target, change));
    assertNewName(change.name ?? target.name, target.name);
    await assertGroups(tx, present.accountId, userId, change.autoGroups, prefix);
    const described = await describedAfter(tx, present, target, change);
    await replace(tx, target, change, described);
    await recordName(tx, present, target, change);
    await recordDescribed(tx, present, target, described);
    await recordRoleAndBlock(tx, present, target, change);
    if (change.isBlocked) await handOver(tx, present, target);
    await recordGroupChanges(tx, present, target, change.autoGroups);
    const updated = toUserView(await findUser(tx, present.accountId, userId), present.userId);
    const before = toWireUser(toUserView(target, present.userId));
    assertClaims(present, toWireUser(updated), before);
    return updated;
  });
  if (updated.isServiceUser) wakeMirrors();
  return updated;
}

function assertMayBecome(actor: Actor, target: UserRow, change: UserUpdate, prefix: string): void {
  const { role, isServiceUser } = toPolicyTarget(target);
  const users = [role, change.role].map((one) => ({ role: one, isServiceUser }));
  // A blocked user has no use of their groups.
  const before = target.isBlocked && !change.isBlocked ? [] : autoGroupsOf(target);
  const groups = { before, after: change.autoGroups };
  assertCanGrant(actor, { users, groups }, prefix);
}

/** The user as services see them before and after. A person is looked at as if they were new. */
const openersOf = (target: UserRow, change: UserUpdate): { before: Opener; after: Opener } => ({
  before:
    target.isServiceUser && !target.isBlocked && !target.pendingApproval
      ? { role: roleOf(target), groups: autoGroupsOf(target) }
      : null,
  after: change.isBlocked ? null : { role: change.role, groups: change.autoGroups },
});

async function assertGroups(
  tx: Tx,
  accountId: string,
  userId: string,
  wanted: string[],
  prefix: string,
): Promise<void> {
  const refuse = (text: string) => invalid("auto_groups", `${prefix}${text}`);
  const groups = await tx.group.findMany({
    where: { accountId, id: { in: wanted } },
    select: { id: true, name: true },
  });
  const names = new Map(groups.map((group) => [group.id, group.name]));
  for (const groupId of wanted) {
    const name = names.get(groupId);
    if (name === undefined) {
      const named = `provided group id ${groupId} in the user ${userId} update doesn't exist`;
      throw refuse(named.toLowerCase());
    }
    if (name === ALL_GROUP) throw refuse("can't add all group to the user");
  }
}

async function replace(
  tx: Tx,
  target: UserRow,
  change: UserUpdate,
  described: Pick<UserRow, "description" | "contactId">,
): Promise<void> {
  // As part of the update, one statement would list all rows: too many parameters for SQLite.
  await tx.membership.deleteMany({ where: { userId: target.id } });
  await tx.user.update({
    where: { id: target.id },
    data: {
      role: change.role,
      isBlocked: change.isBlocked,
      // NetBird would leave such a user both active and "pending approval".
      ...(change.isBlocked ? {} : { pendingApproval: false }),
      ...(change.name === undefined ? {} : { name: change.name, nameKey: nameKeyOf(change.name) }),
      ...described,
      memberships: {
        create: change.autoGroups.map((groupId, position) => ({ groupId, position })),
      },
    },
  });
}

async function recordName(
  tx: Tx,
  actor: Actor,
  target: UserRow,
  { name = target.name }: UserUpdate,
): Promise<void> {
  if (name === target.name) return;
  await recordEvent(tx, actor, {
    code: "user.name.update",
    targetId: target.id,
    meta: { username: name, email: target.email, name, name_before: target.name },
  });
}

async function recordRoleAndBlock(
  tx: Tx,
  actor: Actor,
  target: UserRow,
  change: UserUpdate,
): Promise<void> {
  const identity = { username: target.name, email: target.email };
  if (change.isBlocked !== target.isBlocked) {
    const code = change.isBlocked ? "user.block" : "user.unblock";
    await recordEvent(tx, actor, { code, targetId: target.id, meta: identity });
  }
  if (change.role !== target.role) {
    await recordRole(tx, actor, target, change.role);
  }
  if (change.role !== target.role || change.isBlocked) {
    await tx.session.deleteMany({ where: { userId: target.id } });
    // Links for and by the user: an unblock must not reactivate them.
    const links = { OR: [{ userId: target.id }, { createdBy: target.id }] };
    await tx.passwordReset.deleteMany({ where: links });
  }
}

async function recordRole(tx: Tx, actor: Actor, target: UserRow, role: Role): Promise<void> {
  const meta = { username: target.name, email: target.email, role, role_before: target.role };
  if (role !== "owner") {
    await recordEvent(tx, actor, { code: "user.role.update", targetId: target.id, meta });
    return;
  }
  await tx.user.update({ where: { id: actor.userId }, data: { role: "admin" } });
  await tx.session.deleteMany({ where: { userId: actor.userId } });
  await recordEvent(tx, actor, { code: "transferred.owner.role", targetId: target.id, meta });
}
