import { database } from "#lib/db/database.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import { logger } from "#lib/observability/logger.ts";
import { UPSTREAM_ROLES, type UpstreamRole } from "#lib/policy/upstream-role.ts";
import { PRESENT } from "../account/present-account.ts";
import { change } from "./change-mirror.ts";
import { deleteTokens } from "./minted.ts";
import { holdMirror, type MirrorRow, type MirrorState, userOf } from "./mirror-row.ts";
import { neededRole } from "./needed-role.ts";
import { forgetDead, isLiving } from "./process.ts";
import {
  deleteUpstreamUser,
  listUpstreamUsers,
  setUpstreamRole,
  type UpstreamUser,
} from "./upstream-users.ts";

/** The stored role of a mirror without tokens, because its owner is blocked. The next call sets one. */
const ENDED = "none";

/**
 * Brings the mirrors at the NetBird server to what their owners are now: one of a deleted service
 * user is deleted, one of a blocked user loses its tokens, one with a wider role than its owner's
 * tokens need gets the least. A failure is logged, and the others go on.
 */
export async function sweepMirrors(broker: Credential, now: Date): Promise<void> {
  const rows = await database().read.netBirdMirror.findMany();
  if (rows.length === 0) return;
  const users = new Map((await listUpstreamUsers(broker)).map((user) => [user.id, user]));
  await eachMirror(rows, (row) => sweep(broker, row, users.get(row.upstreamId ?? ""), now));
}

/** Returns how many failed. */
async function eachMirror(
  rows: readonly MirrorRow[],
  work: (row: MirrorRow) => Promise<void>,
): Promise<number> {
  let failed = 0;
  for (const row of rows) {
    try {
      await work(row);
    } catch (error) {
      failed += 1;
      logger().warn({ err: error, mirror: row.id }, "a service user at NetBird was not updated");
    }
  }
  return failed;
}

async function sweep(
  broker: Credential,
  row: MirrorRow,
  user: UpstreamUser | undefined,
  now: Date,
): Promise<void> {
  const work = await dueWork(broker, row, user, now);
  const held = work && (await holdMirror(row.id, now));
  if (held) await change(held, work);
}

type Work = Parameters<typeof change>[1];

/** What has to be done, by work that looks again once the mirror is held; undefined for nothing. */
async function dueWork(
  broker: Credential,
  row: MirrorRow,
  user: UpstreamUser | undefined,
  now: Date,
): Promise<Work | undefined> {
  if (await ownerIsDeleted(row)) return (state) => remove(broker, state);
  // The next call finds out that it is gone. One that NetBird's admins blocked is left to them.
  if (user === undefined || user.is_blocked) return undefined;
  const needed = await neededRole(row.owner, null, now);
  if (needed === null)
    return row.role === ENDED ? undefined : (state) => settle(broker, row, state);
  const isOther = row.role !== "" && row.role !== user.role;
  return isOther || rank(user.role) > rank(needed)
    ? (state) => settle(broker, row, state)
    : undefined;
}

const rank = (role: string): number => UPSTREAM_ROLES.indexOf(role as UpstreamRole);

async function ownerIsDeleted({ owner, accountId }: MirrorRow): Promise<boolean> {
  const id = userOf(owner);
  const { read } = database();
  if (id !== null) return (await read.user.count({ where: { id, accountId } })) === 0;
  return (await read.account.count({ where: { id: accountId, ...PRESENT } })) === 0;
}

/** A deleted service user takes its tokens with it. */
async function remove(broker: Credential, { upstreamId }: MirrorState): Promise<"removed"> {
  if (upstreamId !== null) await deleteUpstreamUser(broker, upstreamId);
  return "removed";
}

/** Gives the role that is needed now; deletes the tokens if the owner is blocked. */
async function settle(
  broker: Credential,
  { owner }: MirrorRow,
  state: MirrorState,
): Promise<"kept"> {
  const { upstreamId } = state;
  if (upstreamId === null) return "kept";
  const needed = await neededRole(owner, null, new Date());
  if (needed === null) {
    await deleteTokens(broker, upstreamId, () => true);
    state.generation += 1;
  }
  const outcome = await setUpstreamRole(broker, upstreamId, needed ?? "user");
  if (outcome === "set") state.role = needed ?? ENDED;
  return "kept";
}

/** Deletes the tokens at the NetBird server that dead processes made. */
export async function deleteTokensOfDead(broker: Credential, now: Date): Promise<void> {
  const rows = await database().read.netBirdMirror.findMany();
  const failed = await eachMirror(rows, async ({ upstreamId }) => {
    if (upstreamId === null) return;
    await deleteTokens(broker, upstreamId, async (process) => !(await isLiving(process, now)));
  });
  // As long as one of its tokens may be left, a dead process is known as such.
  if (failed === 0) await forgetDead(now);
}
