import { processState } from "#lib/config/process-state.ts";
import { emailFormat } from "#lib/contract/fields.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Origin } from "../actor.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { writeLater } from "../write-behind.ts";

/** Why a sign-in failed, as the audit log tells it to those who may read it. */
export type SignInFailure = "unknown_email" | "wrong_password" | "blocked";

type Failed = { userId: string | undefined; email: string; failure: SignInFailure; origin: Origin };
type Count = { since: number; attempts: number };

const WINDOW_MS = 60 * 60 * 1000;

/** By user; all unknown e-mails together, since anybody can think of as many as they like. */
const counts = () => processState("failed-sign-ins", () => new Map<string, Count>());

function countAttempt(key: string): number {
  const now = Date.now();
  const last = counts().get(key);
  const count = last && now - last.since < WINDOW_MS ? last : { since: now, attempts: 0 };
  count.attempts += 1;
  counts().set(key, count);
  return count.attempts;
}

/** 1 to 9, 10, 20 … 90, 100, 200 …: a flood of a million attempts leaves some fifty events. */
const isTold = (attempts: number) => /^\d0*$/.test(String(attempts));

/**
 * Has a failed sign-in recorded soon, without making the answer wait: known and unknown e-mails
 * take the same time. Of many within an hour fewer and fewer are told, with how many they were.
 */
export function noteFailedSignIn(failed: Failed): void {
  const key = failed.userId ?? "unknown";
  const attempts = countAttempt(key);
  if (!isTold(attempts)) return;
  writeLater(`failed-sign-in:${key}:${attempts}`, (tx) => record(tx, failed, attempts));
}

async function record(tx: Tx, failed: Failed, attempts: number): Promise<void> {
  const { userId, email, failure, origin } = failed;
  const accountId = await accountOf(tx, userId);
  if (accountId === undefined) return;
  const nobody: Initiator = { userId: "sys", accountId, name: "", email: "", origin };
  // What is no e-mail may be a password in the wrong field.
  const told: Record<string, string> = emailFormat(email) === undefined ? { email } : {};
  await recordEvent(tx, nobody, {
    code: "dashboard.login.failed",
    targetId: userId ?? accountId,
    meta: { ...told, reason: failure, attempts: String(attempts) },
  });
}

/** An unknown e-mail is the account's affair; there is one, or none before set-up. */
async function accountOf(tx: Tx, userId: string | undefined): Promise<string | undefined> {
  if (userId === undefined) return (await tx.account.findFirst({ select: { id: true } }))?.id;
  const user = await tx.user.findUnique({ where: { id: userId }, select: { accountId: true } });
  return user?.accountId;
}
