import { emailKeyOf } from "#lib/contract/emails.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { toWireUser } from "#lib/contract/to-wire.ts";
import type { UserView } from "#lib/contract/views.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { assertEmail } from "../assert-email.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { checkAhead, rememberResult } from "../idempotency.ts";
import { assertCanBegin, assertCanGrant } from "../policy.ts";
import { assertCanLetOpen } from "../protected-services/assert-can-let-open.ts";
import { deadlineOf } from "../request-deadline.ts";
import { writeAs } from "../write-as.ts";
import { assertNotDescribed, describedAfter } from "./contact.ts";
import { insertUser } from "./insert-user.ts";
import { newGeneratedPassword } from "./new-password.ts";
import { toUserView, type UserRow } from "./user-row.ts";

type NewUser = OperationInput<"users.create">["body"];

/** Creates a service user, or a user with a generated password, returned only here (contract 2.3). */
export function createUser(
  actor: Actor,
  wanted: NewUser,
): Promise<{ user: UserView; password?: string }> {
  return wanted.is_service_user === true
    ? createServiceUser(actor, wanted)
    : createPerson(actor, wanted);
}

async function createServiceUser(actor: Actor, wanted: NewUser): Promise<{ user: UserView }> {
  assertCanBegin(actor, "users.create");
  if (wanted.role === "owner") {
    throw invalid("role", "can't create a service user with owner role");
  }
  return writeAs(actor, async (tx, present) => {
    assertMayCreate(present, wanted);
    const name = wanted.name ?? "";
    const fresh = { isServiceUser: true, description: "", contactId: null };
    const row = await insertUser(tx, {
      ...rightsOf(present, wanted),
      ...{ name, isServiceUser: true },
      ...(await describedAfter(tx, present, fresh, wanted)),
    });
    await rememberResult(tx, present, row.id);
    await recordEvent(tx, present, {
      code: "service.user.create",
      targetId: row.id,
      meta: {
        name,
        ...(row.description === "" ? {} : { description: row.description }),
        ...(row.contactId === null ? {} : { contact: row.contactId }),
      },
    });
    return { user: created(present, row) };
  });
}

function assertMayCreate(actor: Actor, { role, is_service_user, auto_groups }: NewUser): void {
  assertCanBegin(actor, "users.create");
  assertCanGrant(actor, {
    users: [{ role, isServiceUser: is_service_user === true }],
    groups: { before: [], after: auto_groups ?? [] },
  });
}

/** A new service user has no token yet; a person makes tokens of any scope. */
async function assertMayCreatePerson(
  client: ReadClient | Tx,
  actor: Actor,
  wanted: NewUser,
): Promise<void> {
  assertMayCreate(actor, wanted);
  const after = { role: wanted.role, groups: wanted.auto_groups ?? [] };
  await assertCanLetOpen(client, actor, { before: null, after });
}

/** Checks what every person needs, here and at NetBird. */
export function assertPerson(wanted: NewUser): { name: string; email: string } {
  const { name = "", email = "" } = wanted;
  if (name === "") throw invalid("name", "name can't be empty");
  if (email === "") throw invalid("email", "email can't be empty");
  if (wanted.role === "owner") throw invalid("role", "can't invite a user with owner role");
  assertEmail(email);
  assertNotDescribed(wanted);
  return { name, email };
}

async function assertFree(client: ReadClient | Tx, emailKey: string): Promise<void> {
  const taken = await client.user.findUnique({ where: { emailKey }, select: { id: true } });
  if (taken === null) return;
  throw new Problem("conflict", "can't invite a user with an existing netbird account");
}

async function createPerson(
  actor: Actor,
  wanted: NewUser,
): Promise<{ user: UserView; password: string }> {
  const { name, email } = assertPerson(wanted);
  await assertMayCreatePerson(database().read, actor, wanted);
  const emailKey = emailKeyOf(email);
  // Checked before hashing, and again in the transaction.
  await checkAhead(actor, () => assertFree(database().read, emailKey));
  const deadline = deadlineOf(actor.origin);
  const turn = { lane: "known", flow: [actor.userId], deadline } as const;
  const { password, stored } = await newGeneratedPassword({ name, email }, turn);
  const user = await writeAs(actor, async (tx, present) => {
    await assertMayCreatePerson(tx, present, wanted);
    await assertFree(tx, emailKey);
    const row = await insertUser(tx, {
      ...rightsOf(present, wanted),
      name,
      isServiceUser: false,
      email,
      emailKey,
      ...stored,
    });
    await rememberResult(tx, present, row.id);
    await recordEvent(tx, present, {
      code: "user.create",
      targetId: row.id,
      meta: { username: name, email },
    });
    return created(present, row);
  });
  return { user, password };
}

function created(actor: Actor, row: UserRow): UserView {
  const user = toUserView(row, actor.userId);
  assertClaims(actor, toWireUser(user));
  return user;
}

const rightsOf = (actor: Actor, wanted: NewUser) => ({
  accountId: actor.accountId,
  createdBy: actor.userId,
  role: wanted.role,
  autoGroups: wanted.auto_groups ?? [],
});
