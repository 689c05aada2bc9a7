import { createHash } from "node:crypto";

/** The public ID of a session, which cannot be used in place of the cookie's ID. */
export function publicSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("base64url").slice(0, 22);
}
