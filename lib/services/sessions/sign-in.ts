import { countedEmailOf, emailKeyOf } from "#lib/contract/emails.ts";
import { text } from "#lib/contract/fields.ts";
import {
  GENERATED_PASSWORD_EXPIRED,
  generatedPasswordOf,
} from "#lib/contract/generated-password.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import {
  hashPassword,
  isOutdated,
  type PasswordTurn,
  provePassword,
} from "#lib/crypto/password.ts";
import { database } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import { assertAdmitted } from "../credentials.ts";
import { recordEvent } from "../events/record-event.ts";
import { networksOf } from "../network.ts";
import { deadlineOf } from "../request-deadline.ts";
import { passwordErrorOf } from "../users/new-password.ts";
import { noteFailedSignIn, type SignInFailure } from "./failed-sign-ins.ts";
import { noteNetwork } from "./known-networks.ts";
import { createSession, deleteSessions } from "./session.ts";

/** The 401 for an unknown email and for a wrong password. */
export const wrongPassword = () =>
  new Problem("unauthenticated", "The email or password is wrong.");

const person = {
  id: true,
  accountId: true,
  name: true,
  email: true,
  passwordHash: true,
  passwordGeneratedAt: true,
  isBlocked: true,
  pendingApproval: true,
} as const;

/**
 * Creates a session for an email and password. An unknown email and a wrong password get the same
 * 401 in the same time; a block or an expired generated password (403) is revealed only with the
 * correct password.
 * Failures are recorded in the audit log. A successful sign-in ends the sessions `replaced`.
 */
export async function signIn(
  given: { email: string; password: string; replaced?: readonly string[] },
  origin: Origin,
  lane: PasswordTurn["lane"] = "password",
): Promise<{ userId: string; sessionId: string }> {
  const turn: PasswordTurn = {
    lane,
    flow: [...networksOf(origin.address), countedEmailOf(given.email)],
    deadline: deadlineOf(origin),
  };
  const emailKey = emailKeyOf(given.email.trim());
  const found = text.safeParse(emailKey).success
    ? await database().read.user.findUnique({ where: { emailKey }, select: person })
    : null;
  const hash = found?.passwordHash ?? null;
  const form = await provePassword(given.password, hash, turn);
  try {
    if (found === null || hash === null || form === null) throw wrongPassword();
    const wanted = await presentHash(given.password, hash, form, turn);
    const isWeak = (await passwordErrorOf(given.password, found)) !== null;
    const proven = { proven: hash, wanted, isWeak };
    return await openSession(found.id, proven, origin, given.replaced ?? []);
  } catch (error) {
    const failure = failureOf(error, found !== null);
    if (failure) {
      noteFailedSignIn({ userId: found?.id, email: given.email.trim(), failure, origin });
    }
    throw error;
  }
}

/** `isWeak`: the present rule would refuse the password; the user is warned. */
type Proven = { proven: string; wanted: string; isWeak: boolean };

/** Rehashes a password whose hash has an outdated cost or form, if there is time. */
async function presentHash(
  password: string,
  proven: string,
  form: "composed" | "raw",
  turn: PasswordTurn,
) {
  if (form === "composed" && !isOutdated(proven)) return proven;
  return hashPassword(password, turn).catch(() => proven);
}

function failureOf(error: unknown, known: boolean): SignInFailure | undefined {
  if (!isProblem(error)) return undefined;
  if (error.problem === "forbidden") {
    return error.reason === "expired" ? "generated_password_expired" : "blocked";
  }
  if (error.problem !== "unauthenticated") return undefined;
  return known ? "wrong_password" : "unknown_email";
}

/** Refuses a generated password that has expired (403). */
export function assertPasswordLives({
  passwordGeneratedAt,
}: {
  passwordGeneratedAt: Date | null;
}): void {
  if (generatedPasswordOf(passwordGeneratedAt)?.state !== "expired") return;
  throw new Problem("forbidden", GENERATED_PASSWORD_EXPIRED, { reason: "expired" });
}

function openSession(
  userId: string,
  { proven, wanted, isWeak }: Proven,
  origin: Origin,
  replaced: readonly string[],
) {
  return database().write(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: person });
    if (user === null || user.passwordHash !== proven) throw wrongPassword();
    assertAdmitted(user);
    assertPasswordLives(user);
    if (replaced.length > 0) await deleteSessions(tx, replaced);
    const now = new Date();
    await tx.user.update({
      where: { id: user.id },
      data: { lastLoginAt: now, passwordHash: wanted },
    });
    await recordEvent(
      tx,
      { userId: user.id, accountId: user.accountId, name: user.name, email: user.email, origin },
      { code: "dashboard.login", targetId: user.id, meta: { timestamp: now.toISOString() } },
    );
    await noteNetwork(tx, user.id, origin.address);
    return { userId: user.id, sessionId: await createSession(tx, user.id, { origin, isWeak }) };
  });
}
