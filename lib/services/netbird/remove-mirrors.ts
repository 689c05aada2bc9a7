import { database } from "#lib/db/database.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import { deleteUpstreamUser } from "./upstream-users.ts";

/**
 * Deletes all service users of Roost at the NetBird server with their tokens, and what is stored of
 * that server. Returns how many there were; what fails stays stored, so that it can be repeated.
 */
export async function removeMirrors(broker: Credential): Promise<number> {
  const rows = await database().read.netBirdMirror.findMany();
  for (const { id, upstreamId } of rows) {
    if (upstreamId !== null) await deleteUpstreamUser(broker, upstreamId);
    await database().write((tx) => tx.netBirdMirror.deleteMany({ where: { id } }));
  }
  await database().write(async (tx) => {
    // Users and protected services still name them.
    await tx.group.updateMany({ where: { upstream: true }, data: { upstream: false } });
    await tx.netBirdProcess.deleteMany();
    await tx.netBirdServer.deleteMany();
  });
  return rows.length;
}
