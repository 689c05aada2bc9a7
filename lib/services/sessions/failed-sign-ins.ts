import type { Tx } from "#lib/db/database.ts";
import { PRESENT } from "../account/present-account.ts";
import type { Origin } from "../context.ts";
import { enqueueWrite } from "../deferred-writes.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { attemptsToRecord } from "../events/recorded-attempts.ts";

/** The reason of a failed sign-in in the audit log. */
export type SignInFailure =
  | "unknown_email"
  | "wrong_password"
  | "blocked"
  | "generated_password_expired";

/**
 * Stricter than the syntax of emails: a password typed into the wrong field must not reach the
 * audit log, and `Xy?@home` is an email by RFC 5322.
 */
const PLAIN_EMAIL = /^[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i;

type Failed = { userId: string | undefined; email: string; failure: SignInFailure; origin: Origin };

/**
 * Enqueues the event of a failed sign-in; the answer does not wait, so known and unknown emails
 * take the same time. Of many within an hour, ever fewer are recorded, each with the count so far.
 */
export function noteFailedSignIn(failed: Failed): void {
  // All unknown emails share a count, since anyone can invent any number of them.
  const key = `failed-sign-in:${failed.userId ?? "unknown"}`;
  const attempts = attemptsToRecord(key);
  if (attempts === null) return;
  enqueueWrite(`${key}:${attempts}`, (tx) => record(tx, failed, attempts));
}

async function record(tx: Tx, failed: Failed, attempts: number): Promise<void> {
  const { userId, email, failure, origin } = failed;
  const accountId = await accountOf(tx, userId);
  if (accountId === undefined) return;
  const system: Initiator = { userId: "sys", accountId, name: "", email: "", origin };
  const typed: Record<string, string> =
    email.length <= 254 && PLAIN_EMAIL.test(email) ? { email } : {};
  await recordEvent(tx, system, {
    code: "dashboard.login.failed",
    targetId: userId ?? accountId,
    meta: { ...typed, reason: failure, attempts: String(attempts) },
  });
}

/** The target of an unknown email is the account: there is one, or none before the setup. */
async function accountOf(tx: Tx, userId: string | undefined): Promise<string | undefined> {
  if (userId === undefined) {
    return (await tx.account.findFirst({ where: PRESENT, select: { id: true } }))?.id;
  }
  const user = await tx.user.findUnique({ where: { id: userId }, select: { accountId: true } });
  return user?.accountId;
}
