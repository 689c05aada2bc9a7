import { type PasswordTurn, provePassword } from "#lib/crypto/password.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { invalidCredential, PROOF_MS } from "../credentials.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { noteFailedSignIn } from "./failed-sign-ins.ts";
import { assertPasswordLives, wrongPassword } from "./sign-in.ts";

/** Refuses access tokens before any password is checked. */
export const assertMayProve = (actor: Actor): void => assertCanBegin(actor, "sessions.prove");

const columns = { passwordHash: true, passwordGeneratedAt: true } as const;

/**
 * The hash that the password of the actor matches. 401 for a wrong one, which is recorded as a
 * failed sign-in.
 */
export async function matchOwnPassword(
  { userId, email, origin }: Actor,
  password: string,
  turn: PasswordTurn,
): Promise<string> {
  const own = { where: { id: userId }, select: columns };
  const hash = (await database().read.user.findUnique(own))?.passwordHash ?? null;
  if ((await provePassword(password, hash, turn)) !== null && hash !== null) return hash;
  noteFailedSignIn({ userId, email, failure: "wrong_password", origin });
  throw wrongPassword();
}

/**
 * Stores that the session's user proved who they are, unless the password was changed meanwhile.
 * Returns until when that counts as recent.
 */
export function noteProof(actor: Actor, matched: string): Promise<Date> {
  return writeAs(actor, async (tx, present) => {
    assertMayProve(present);
    const { userId, credential, email, name: username } = present;
    const user = await tx.user.findUnique({ where: { id: userId }, select: columns });
    if (user === null || user.passwordHash !== matched) throw invalidCredential("session");
    assertPasswordLives(user);
    const provenAt = new Date();
    await tx.session.update({ where: { id: credential.id }, data: { provenAt } });
    await recordEvent(tx, present, {
      code: "dashboard.session.proof",
      targetId: userId,
      meta: { username, email },
    });
    return new Date(provenAt.getTime() + PROOF_MS);
  });
}
