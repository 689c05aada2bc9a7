import { createHash } from "node:crypto";

/** A session's public id: it names the session without being what the cookie holds. */
export function publicSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("base64url").slice(0, 22);
}
