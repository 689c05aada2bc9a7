import { emailRefusal, NO_EMAIL } from "#lib/contract/emails.ts";
import { Problem } from "#lib/contract/problem.ts";

/** 422 for an invalid email address: NetBird's message, with the reason in the field's entry. */
export function assertEmail(email: string): void {
  const message = emailRefusal(email);
  if (message === undefined) return;
  throw new Problem("validation_failed", NO_EMAIL, { errors: [{ path: "email", message }] });
}
