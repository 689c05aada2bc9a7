import type { SessionView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { SESSION_IDLE_MS } from "../credentials.ts";
import { assertCan } from "../policy.ts";
import { readUser } from "../users/read-users.ts";
import { toPolicyTarget } from "../users/user-row.ts";
import { publicSessionId } from "./session-id.ts";

/** The active sessions of a user, last used first. */
export async function listSessions(actor: Actor, userId: string): Promise<SessionView[]> {
  const user = await readUser(actor.accountId, userId);
  assertCan(actor, "sessions.read", toPolicyTarget(user));
  const now = Date.now();
  const rows = await database().read.session.findMany({
    where: {
      userId,
      expiresAt: { gt: new Date(now) },
      lastSeenAt: { gt: new Date(now - SESSION_IDLE_MS) },
    },
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
  });
  const { credential } = actor;
  return rows.map(({ id, userId: _, ...row }) => ({
    ...row,
    id: publicSessionId(id),
    isCurrent: credential.kind === "session" && credential.id === id,
  }));
}
