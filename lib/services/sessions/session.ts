import { randomBytes } from "node:crypto";
import { isRefusedCredential, Problem } from "#lib/contract/problem.ts";
import { database, type Tx } from "#lib/db/database.ts";
import type { Actor, Origin } from "../context.ts";
import { actorOfSession, SESSION_IDLE_MS, SESSION_LIFETIME_MS } from "../credentials.ts";
import { enqueueWrite, USE_PRECISION_MS } from "../deferred-writes.ts";

type Opened = {
  origin: Origin;
  /** The present rule would refuse the password. */
  isWeak: boolean;
};

/** Creates a session in the transaction of a sign-in; returns its ID. */
export async function createSession(
  tx: Tx,
  userId: string,
  { origin, isWeak }: Opened,
): Promise<string> {
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
      weakPassword: isWeak,
      provenAt: new Date(now),
    },
  });
  return id;
}

/** Reads a session and enqueues its use. */
async function resume(sessionId: string, origin: Origin): Promise<LiveSession> {
  const session = await actorOfSession(database(), sessionId, origin);
  const at = new Date();
  if (at.getTime() - session.lastSeenAt.getTime() >= USE_PRECISION_MS) {
    enqueueWrite(`session:${sessionId}`, (tx) =>
      tx.session.updateMany({
        where: { id: sessionId, lastSeenAt: { lt: at } },
        data: { lastSeenAt: at },
      }),
    );
  }
  return session;
}

/** An active session and its user. */
export type LiveSession = { actor: Actor; lastSeenAt: Date; expiresAt: Date };

const severalUsers = () =>
  new Problem("unauthenticated", "the browser sent sessions of several users, sign in again");

/**
 * The first active one of these sessions: a browser may send cookies set by other hosts. 401 if
 * none is active, 403 for a blocked user. 401 also for sessions of different users: one of them
 * was set by someone else, and it is unknown which.
 */
export async function resumeSession(
  sessionIds: readonly string[],
  origin: Origin,
): Promise<LiveSession> {
  const live: LiveSession[] = [];
  let refusal: unknown;
  for (const id of sessionIds) {
    try {
      live.push(await resume(id, origin));
    } catch (error) {
      if (!isRefusedCredential(error)) throw error;
      refusal ??= error;
    }
  }
  const [first] = live;
  if (first === undefined) throw refusal;
  if (live.some(({ actor }) => actor.userId !== first.actor.userId)) throw severalUsers();
  return first;
}

/** Ends sessions; missing ones are no error. */
export async function endSessions(sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length > 0) await database().write((tx) => deleteSessions(tx, sessionIds));
}

/** The same in a transaction. */
export async function deleteSessions(tx: Tx, sessionIds: readonly string[]): Promise<void> {
  await tx.session.deleteMany({ where: { id: { in: [...sessionIds] } } });
}
