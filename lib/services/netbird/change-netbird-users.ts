import { ROLES, type Role } from "#lib/contract/fields.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { database } from "#lib/db/database.ts";
import type { Action, PolicyTarget } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import { assertCan, assertCanBegin, assertCanGrant } from "../policy.ts";
import { assertPerson } from "../users/create-user.ts";
import { userNotFound } from "../users/user-row.ts";
import { findNetBirdUser, type NetBirdUser } from "./netbird-users.ts";

/* Which users of the NetBird server an actor may change, by the rules for Roost's own. */

type Update = OperationInput<"users.update">["body"];
type NewUser = OperationInput<"users.create">["body"];

/** Whether a user of Roost has this ID, whose changes are Roost's. */
export async function isRoosts(accountId: string, userId: string): Promise<boolean> {
  return (await database().read.user.count({ where: { id: userId, accountId } })) > 0;
}

/** A decision on what the actor may do, made again with the actor as it is in a transaction. */
export type Decide = (actor: Actor) => void;

/** The user of NetBird with this ID, or the contract's 404; also for those that Roost hides. */
export async function netbirdTarget(
  through: Parameters<typeof findNetBirdUser>[0],
  actor: Actor,
  userId: string,
): Promise<NetBirdUser> {
  const found = await findNetBirdUser(through, actor, userId);
  if (found === null) throw userNotFound(userId);
  return found;
}

function roleOf({ role }: NetBirdUser): Role {
  const known = ROLES.find((one) => one === role);
  if (known === undefined) {
    throw new Problem("bad_gateway", "NetBird's user has a role that this version does not know");
  }
  return known;
}

function toTarget(user: NetBirdUser): PolicyTarget {
  const { id, is_service_user: isServiceUser, is_blocked: isBlocked, issued } = user;
  return { id, role: roleOf(user), isServiceUser, isBlocked, issued };
}

/** For an action that changes nothing of the user's rights. */
export const mayDo =
  (action: Action, user: NetBirdUser): Decide =>
  (actor) => {
    assertCanBegin(actor, action, user.id);
    assertCan(actor, action, toTarget(user));
  };

/** For an action that gives the user its role and groups, such as an approval. */
export const mayAdmit =
  (action: Action, user: NetBirdUser): Decide =>
  (actor) => {
    mayDo(action, user)(actor);
    const groups = { before: [], after: user.auto_groups };
    assertCanGrant(actor, { users: [toTarget(user)], groups });
  };

/** For a new role, groups or block. */
export const mayUpdate =
  (user: NetBirdUser, wanted: Update): Decide =>
  (actor) => {
    const target = toTarget(user);
    const change = { role: wanted.role, isBlocked: wanted.is_blocked ?? false };
    assertCanBegin(actor, "users.update", user.id);
    assertCan(actor, "users.update", target, { change });
    const unblocks = target.isBlocked && !change.isBlocked;
    const groups = { before: unblocks ? [] : user.auto_groups, after: wanted.auto_groups };
    const users = [target.role, wanted.role].map((role) => ({ ...target, role }));
    assertCanGrant(actor, { users, groups });
  };

/** For a person who is invited to NetBird. */
export const mayInvite =
  ({ role, auto_groups }: NewUser): Decide =>
  (actor) => {
    assertCanBegin(actor, "users.create");
    const groups = { before: [], after: auto_groups ?? [] };
    assertCanGrant(actor, { users: [{ role, isServiceUser: false }], groups });
  };

/** What is sent to NetBird: the checked fields and nothing else. 422 for what only Roost has. */
export function toNetBirdUpdate(user: NetBirdUser, wanted: Update) {
  if (wanted.name !== undefined && wanted.name !== user.name) {
    throw invalid("name", "the name of a user of NetBird cannot be changed");
  }
  assertNotRoosts(wanted);
  const { role, auto_groups, is_blocked = false } = wanted;
  return { role, auto_groups, is_blocked };
}

/** The same for a new person. */
export function toNetBirdPerson(wanted: NewUser) {
  const { name, email } = assertPerson(wanted);
  const { role, auto_groups } = wanted;
  return { email, name, role, auto_groups: auto_groups ?? [], is_service_user: false };
}

function assertNotRoosts({ description, contact }: Pick<Update, "description" | "contact">): void {
  if (description !== undefined) {
    throw invalid("description", "only service users of Roost have a description");
  }
  if (contact != null) throw invalid("contact", "only service users of Roost have a contact");
}
