import { Problem } from "#lib/contract/problem.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { number, preparedRead, type Row, text } from "#lib/db/prepared.ts";
import {
  UPSTREAM_ROLES,
  type UpstreamNeed,
  type UpstreamRole,
  upstreamRoleCovers,
} from "#lib/policy/upstream-role.ts";

export type MirrorRow = Prisma.NetBirdMirrorGetPayload<object>;

/** Longer than the requests to the NetBird server that a change makes, which end before. */
const HOLD_MS = 30_000;

const columns = {
  id: text("m.id"),
  upstreamId: text.orNull("m.upstreamId"),
  role: text("m.role"),
  generation: number("m.generation"),
  heldBy: text("m.heldBy"),
};

/** A mirror as calls read it. */
export type Mirror = Row<typeof columns>;

const mirrorByOwner = preparedRead(
  "netbird_mirror_by_owner",
  columns,
  'FROM "NetBirdMirror" m WHERE m."owner" = $1',
  1000,
);

/** The owner of a service user's mirror, and of that of the people who need a role. */
export const ofUser = (userId: string): string => `user:${userId}`;
export const ofPeople = (role: UpstreamRole): string => `people:${role}`;

/** The service user of Roost that an owner names; null for the people's. */
export const userOf = (owner: string): string | null =>
  owner.startsWith("user:") ? owner.slice("user:".length) : null;

/** The mirror of an owner, of the moment; null if there is none. */
export async function findMirror(owner: string): Promise<Mirror | null> {
  const [row] = await database().prepared(mirrorByOwner, [owner]);
  return row ?? null;
}

/** A mirror that exists at the NetBird server. */
export type ReadyMirror = Mirror & { upstreamId: string };

/** Whether a call may go through it. While its role changes it is not known, as after a failure. */
export function isReady(mirror: Mirror | null, need: UpstreamNeed): mirror is ReadyMirror {
  if (mirror?.upstreamId == null || mirror.heldBy !== "") return false;
  const role = UPSTREAM_ROLES.find((one) => one === mirror.role);
  return role !== undefined && upstreamRoleCovers(role, need);
}

/**
 * Adds the row of a mirror that is created at the NetBird server later. Null if a process has
 * added one, or if its service user was deleted.
 */
export function addMirror(accountId: string, owner: string, now: Date): Promise<void> {
  const userId = userOf(owner);
  return database().write(async (tx) => {
    const found = await tx.netBirdMirror.count({ where: { owner } });
    if (found > 0) return;
    if (userId !== null && (await tx.user.count({ where: { id: userId, accountId } })) === 0) {
      throw new Problem("unauthenticated", "the service user was deleted");
    }
    const data = { id: newXid(), accountId, owner, role: "", createdAt: now, heldUntil: now };
    await tx.netBirdMirror.create({ data });
  });
}

/** A mirror that no other process changes until it is let go. */
export type Held = { row: MirrorRow; hold: string };

/** Holds a mirror for a change at the NetBird server. Null if another process holds it, or it is gone. */
export function holdMirror(id: string, now: Date): Promise<Held | null> {
  return database().write(async (tx) => {
    const row = await tx.netBirdMirror.findUnique({ where: { id } });
    if (row === null || (row.heldBy !== "" && row.heldUntil > now)) return null;
    const hold = newXid();
    const heldUntil = new Date(now.getTime() + HOLD_MS);
    // Should the process die, no one knows what became of the role.
    await tx.netBirdMirror.update({ where: { id }, data: { heldBy: hold, heldUntil, role: "" } });
    return { row, hold };
  });
}

/** Stores the ID of a held mirror at once, so that nothing can lose it. False if its hold had ended. */
export async function storeUpstreamId(
  { row: { id }, hold }: Held,
  upstreamId: string,
): Promise<boolean> {
  const where = { id, heldBy: hold };
  const stored = await database().write((tx) =>
    tx.netBirdMirror.updateMany({ where, data: { upstreamId } }),
  );
  return stored.count > 0;
}

/** What is true of a mirror at the NetBird server. An empty role is an unknown one. */
export type MirrorState = Pick<MirrorRow, "upstreamId" | "role" | "generation">;

/** Stores the state of a mirror and lets others change it, unless its hold had ended before. */
export function letGo({ row: { id }, hold }: Held, state: MirrorState): Promise<unknown> {
  return database().write((tx) =>
    tx.netBirdMirror.updateMany({ where: { id, heldBy: hold }, data: { ...state, heldBy: "" } }),
  );
}

/** Removes a mirror that is gone at the NetBird server, unless its hold had ended before. */
export function removeMirror({ row: { id }, hold }: Held): Promise<unknown> {
  return database().write((tx) => tx.netBirdMirror.deleteMany({ where: { id, heldBy: hold } }));
}
