import { Problem } from "#lib/contract/problem.ts";
import { type Actor, writeAs } from "../actor.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertCanBegin } from "../policy.ts";
import { findUser } from "../users/user-row.ts";
import { publicSessionId } from "./session-id.ts";

/** Ends one of the actor's own sessions, named by its public id; the next request with it is refused. */
export function endOwnSession(actor: Actor, userId: string, sessionId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    await findUser(tx, present.accountId, userId);
    assertCanBegin(present, "sessions.end", userId);
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
        username: present.name,
        email: present.email,
        session_address: found.address,
        session_user_agent: found.userAgent,
      },
    });
  });
}
