import { Problem } from "#lib/contract/problem.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertCan } from "../policy.ts";
import { findUser, toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { publicSessionId } from "./session-id.ts";

/** Ends a session of a user by its public ID; the next request with it is refused. */
export function endSession(actor: Actor, userId: string, sessionId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    const user = await findEndable(tx, present, userId);
    const rows = await tx.session.findMany({ where: { userId } });
    const found = rows.find(({ id }) => publicSessionId(id) === sessionId);
    if (found === undefined) {
      throw new Problem("not_found", `session: ${sessionId.toLowerCase()} not found`);
    }
    await tx.session.delete({ where: { id: found.id } });
    await recordEvent(tx, present, {
      code: "dashboard.session.end",
      targetId: userId,
      meta: {
        username: user.name,
        email: user.email,
        session_address: found.address,
        session_user_agent: found.userAgent,
      },
    });
  });
}

/** Ends all sessions of a user, including the actor's current one; no error if there are none. */
export function endAllSessions(actor: Actor, userId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    const user = await findEndable(tx, present, userId);
    const { count } = await tx.session.deleteMany({ where: { userId } });
    if (count === 0) return;
    await recordEvent(tx, present, {
      code: "dashboard.session.end.all",
      targetId: userId,
      meta: { username: user.name, email: user.email, count: String(count) },
    });
  });
}

async function findEndable(tx: Tx, actor: Actor, userId: string): Promise<UserRow> {
  const user = await findUser(tx, actor.accountId, userId);
  assertCan(actor, "sessions.end", toPolicyTarget(user));
  return user;
}
