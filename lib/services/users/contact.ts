import { invalid } from "#lib/contract/problem.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent, recordEvents } from "../events/record-event.ts";
import type { UserRow } from "./user-row.ts";

/* Whose a service user is: its contact, a person of the account who is neither blocked nor pending. */

type Person = { id: string; name: string };
type Described = Pick<UserRow, "description" | "contactId">;
type Change = { description?: string | undefined; contact?: string | null | undefined };
type Machine = Pick<UserRow, "id" | "name" | "isServiceUser"> & Described;

/**
 * Description and contact after a change. 422 for a person, who has neither, and for a new contact
 * who is not an active person of the account.
 */
export async function describedAfter(
  tx: Tx,
  actor: Actor,
  target: Pick<Machine, "isServiceUser"> & Described,
  { description = target.description, contact = target.contactId }: Change,
): Promise<Described> {
  if (!target.isServiceUser) assertNotDescribed({ description, contact });
  if (contact !== null && contact !== target.contactId) await assertContact(tx, actor, contact);
  return { description, contactId: contact };
}

/** 422 for a description or contact of a person. */
export function assertNotDescribed({ description = "", contact = null }: Change): void {
  if (description !== "") throw invalid("description", "description is only for service users");
  if (contact !== null) throw invalid("contact", "contact is only for service users");
}

async function assertContact({ user }: Tx, { accountId }: Actor, id: string): Promise<void> {
  const person = await user.findFirst({
    where: { id, accountId },
    select: { isServiceUser: true, isBlocked: true, pendingApproval: true },
  });
  if (person === null) throw invalid("contact", "contact is not the ID of a user of this account");
  if (person.isServiceUser) throw invalid("contact", "contact can't be a service user");
  if (!person.isBlocked && !person.pendingApproval) return;
  throw invalid("contact", "contact can't be a user who is blocked or pending approval");
}

/** Records a changed description and a changed contact, with the old and the new value. */
export async function recordDescribed(
  tx: Tx,
  actor: Actor,
  target: Machine,
  { description, contactId }: Described,
): Promise<void> {
  const { id: targetId, name, description: before } = target;
  if (description !== before) {
    await recordEvent(tx, actor, {
      code: "service.user.description.update",
      targetId,
      meta: { username: name, description, description_before: before },
    });
  }
  if (contactId === target.contactId) return;
  const ids = [contactId, target.contactId].filter((id) => id !== null);
  const named = await tx.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const person = (id: string | null) => named.find((one) => one.id === id) ?? NO_ONE;
  const changed = { before: person(target.contactId), after: person(contactId) };
  await recordEvent(tx, actor, contactEvent(target, changed));
}

const NO_ONE: Person = { id: "", name: "" };

const contactEvent = (
  { id: targetId, name }: Pick<Machine, "id" | "name">,
  { before, after }: { before: Person; after: Person },
) => ({
  code: "service.user.contact.update" as const,
  targetId,
  meta: {
    ...{ username: name, contact: after.id, contact_before: before.id },
    ...{ contact_name: after.name, contact_name_before: before.name },
  },
});

/**
 * Gives the service users of a person who is blocked or deleted to the acting admin, or to an owner
 * if a service user acts: in the same transaction, so that each has a person to ask.
 */
export async function handOver(tx: Tx, actor: Actor, leaving: Person): Promise<void> {
  const where = { accountId: actor.accountId, contactId: leaving.id };
  const machines = await tx.user.findMany({
    where,
    select: { id: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (machines.length === 0) return;
  const after = await successorOf(tx, actor);
  await tx.user.updateMany({ where, data: { contactId: after.id } });
  const events = machines.map((machine) => contactEvent(machine, { before: leaving, after }));
  await recordEvents(tx, actor, events);
}

async function successorOf(tx: Tx, actor: Actor): Promise<Person> {
  if (!actor.isServiceUser) return { id: actor.userId, name: actor.name };
  // An owner can be neither blocked nor deleted.
  return tx.user.findFirstOrThrow({
    where: { accountId: actor.accountId, role: "owner" },
    select: { id: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}
