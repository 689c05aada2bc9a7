import { composed } from "#lib/contract/password-rule.ts";
import { invalid } from "#lib/contract/problem.ts";
import { passwordMatches } from "#lib/crypto/password.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { enqueueWrite } from "../deferred-writes.ts";
import { recordEvent } from "../events/record-event.ts";
import { attemptsToRecord } from "../events/recorded-attempts.ts";
import { assertCanBegin } from "../policy.ts";
import { deadlineOf } from "../request-deadline.ts";
import { writeAs } from "../write-as.ts";
import { hashNewPassword } from "./new-password.ts";
import { setPassword } from "./set-password.ts";

const NEW = { path: "new_password", prefix: "failed to update password: new " };

type Passwords = { oldPassword: string; newPassword: string };

const refuse = (path: string, text: string) => invalid(path, `failed to update password: ${text}`);

const wrong = () => refuse("old_password", "current password is incorrect");

/** Refuses another user's password (422) and access tokens (403) before any password is checked. */
export function assertMayChangePassword(actor: Actor, userId: string): void {
  if (userId !== actor.userId) throw refuse("userId", "users can only change their own password");
  assertCanBegin(actor, "passwords.change");
}

/**
 * Changes the caller's own password (contract 2.8). Ends all other sessions; access tokens stay.
 * A wrong current password is an audit event, with ever fewer events of many attempts.
 */
export async function changePassword(
  actor: Actor,
  userId: string,
  { oldPassword, newPassword }: Passwords,
): Promise<void> {
  assertMayChangePassword(actor, userId);
  if (composed(newPassword) === composed(oldPassword)) {
    throw refuse("new_password", "new password must be different from current password");
  }
  const turn = { lane: "known", flow: [userId], deadline: deadlineOf(actor.origin) } as const;
  const own = { where: { id: userId }, select: { passwordHash: true } };
  const before = (await database().read.user.findUnique(own))?.passwordHash ?? null;
  if (!(await passwordMatches(oldPassword, before, turn))) {
    noteWrongPassword(actor);
    throw wrong();
  }
  const passwordHash = await hashNewPassword(newPassword, actor, turn, NEW);
  await writeAs(actor, async (tx, present) => {
    assertMayChangePassword(present, userId);
    // Another change during the hashing would replace the password that was proven.
    if ((await tx.user.findUnique(own))?.passwordHash !== before) throw wrong();
    const { kind, id } = present.credential;
    await setPassword(tx, userId, passwordHash, kind === "session" ? id : undefined);
    await recordEvent(tx, present, {
      code: "user.password.change",
      targetId: userId,
      meta: { username: present.name, email: present.email },
    });
  });
}

function noteWrongPassword(actor: Actor): void {
  const key = `wrong-password:${actor.userId}`;
  const attempts = attemptsToRecord(key);
  if (attempts === null) return;
  const { userId: targetId, name: username, email } = actor;
  const meta = { username, email, attempts: String(attempts) };
  enqueueWrite(`${key}:${attempts}`, async (tx) => {
    // The account may be deleted by now, and a failing write would fail the others of its batch.
    if ((await tx.user.count({ where: { id: targetId } })) === 0) return;
    await recordEvent(tx, actor, { code: "user.password.change.failed", targetId, meta });
  });
}
