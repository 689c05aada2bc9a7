import { randomBytes } from "node:crypto";
import { database, type Tx } from "#lib/db/database.ts";
import {
  type Actor,
  actorOfSession,
  type Origin,
  SESSION_IDLE_MS,
  SESSION_LIFETIME_MS,
} from "../actor.ts";
import { USE_PRECISION_MS, writeLater } from "../write-behind.ts";

/** Opens a session for a user in the transaction that signs them in; answers its id. */
export async function createSession(tx: Tx, userId: string, origin: Origin): Promise<string> {
  const now = Date.now();
  const id = randomBytes(32).toString("base64url");
  await tx.session.deleteMany({
    where: {
      userId,
      OR: [
        { expiresAt: { lte: new Date(now) } },
        { lastSeenAt: { lte: new Date(now - SESSION_IDLE_MS) } },
      ],
    },
  });
  await tx.session.create({
    data: {
      id,
      userId,
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt: new Date(now + SESSION_LIFETIME_MS),
      address: origin.address,
      userAgent: origin.userAgent,
    },
  });
  return id;
}

/** Who a session belongs to, read now; 401 once it has ended, 403 for a blocked user. */
export async function resumeSession(sessionId: string, origin: Origin): Promise<Actor> {
  const { actor, lastSeenAt } = await actorOfSession(database().read, sessionId, origin);
  const at = new Date();
  if (at.getTime() - lastSeenAt.getTime() >= USE_PRECISION_MS) {
    writeLater(`session:${sessionId}`, (tx) =>
      tx.session.updateMany({
        where: { id: sessionId, lastSeenAt: { lt: at } },
        data: { lastSeenAt: at },
      }),
    );
  }
  return actor;
}

/** Ends a session; one that is gone already is no error. */
export async function endSession(sessionId: string): Promise<void> {
  await database().write((tx) => tx.session.deleteMany({ where: { id: sessionId } }));
}
