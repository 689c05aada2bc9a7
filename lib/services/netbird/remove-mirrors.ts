import { database } from "#lib/db/database.ts";
import { checkBroker } from "#lib/netbird/check-broker.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import { isAdmin } from "./broker.ts";
import { livingProcesses } from "./process.ts";
import { deleteUpstreamUser } from "./upstream-users.ts";

/** Why nothing was removed, or how many service users were. */
export type Removal = { refused: string } | { removed: number };

/**
 * Deletes all service users of Roost at the NetBird server with their tokens, and what is stored of
 * that server. Only at the server that has them, and while no process uses it: another would answer
 * that they are not there, and a process would make them again. What fails stays stored.
 */
export async function removeMirrors(through: Connection): Promise<Removal> {
  const refused = await refusal(through);
  if (refused !== undefined) return { refused };
  const rows = await database().read.netBirdMirror.findMany();
  for (const { id, upstreamId } of rows) {
    if (upstreamId !== null) await deleteUpstreamUser(through.broker, upstreamId);
    await database().write((tx) => tx.netBirdMirror.deleteMany({ where: { id } }));
  }
  await database().write(async (tx) => {
    // Users and protected services still name them.
    await tx.group.updateMany({ where: { upstream: true }, data: { upstream: false } });
    await tx.netBirdProcess.deleteMany();
    await tx.netBirdServer.deleteMany();
  });
  return { removed: rows.length };
}

async function refusal(through: Connection): Promise<string | undefined> {
  if ((await livingProcesses(new Date())) > 0) {
    return "A server of Roost uses NetBird, or did so a few minutes ago. Stop it, and wait five minutes if it was killed.";
  }
  const found = await checkBroker(through);
  if ("fault" in found) return `${found.reason}.`;
  const { accountId, userId } = found.broker;
  if (!isAdmin(found.broker)) return "NETBIRD_TOKEN is not of an admin.";
  const pins = await database().read.netBirdServer.findMany();
  if (pins.some((pin) => pin.upstreamAccountId !== accountId)) {
    return "NETBIRD_URL leads to another account of NetBird than the one that Roost was in front of.";
  }
  // The broker is no mirror, but nothing may delete it.
  const own = await database().read.netBirdMirror.count({ where: { upstreamId: userId } });
  return own > 0 ? "NETBIRD_TOKEN is of a service user that Roost made itself." : undefined;
}
