import { globalSingleton } from "#lib/config/global-singleton.ts";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { logger } from "#lib/observability/logger.ts";
import { deleteInParts } from "../delete-in-parts.ts";
import { PRESENT } from "./present-account.ts";

/** Long enough for a lock or a failover to end. */
const RETRY_AFTER_MS = 60_000;

const underway = () => globalSingleton("remains", () => new Set<Promise<void>>());

/**
 * Starts to delete what deleted accounts left. It runs beside requests, and begins again after a
 * failure; the next start goes on if the process ends.
 */
export function startDeletingRemains(): void {
  const run = deleteRemains()
    .catch((error: unknown) => {
      const message =
        "rows of a deleted account remain; they are deleted within minutes, or at the next start";
      logger().warn({ err: error }, message);
      setTimeout(startDeletingRemains, RETRY_AFTER_MS).unref();
    })
    .finally(() => underway().delete(run));
  underway().add(run);
}

/** Resolves once nothing is being deleted. */
export async function remainsDeleted(): Promise<void> {
  await Promise.all(underway());
}

async function deleteRemains(): Promise<void> {
  const { account } = database().read;
  const deleted = await account.findMany({ where: { NOT: PRESENT }, select: { id: true } });
  for (const { id } of deleted) {
    const ofAccount = Prisma.sql`"accountId" = ${id}`;
    // Per row: a list of all users would be built again for each part.
    const ofUsers = Prisma.sql`EXISTS (
      SELECT 1 FROM "User" WHERE "User"."id" = "Token"."userId" AND ${ofAccount})`;
    await deleteInParts("Token", ["id"], ofUsers);
    await deleteInParts("User", ["id"], ofAccount);
    await deleteInParts("TokenUse", ["tokenId", "day", "operation"], ofAccount);
    await deleteInParts("TokenRevocation", ["id"], ofAccount);
    await deleteInParts("KeptAncestor", ["tokenId", "ancestorId"], ofAccount);
    await deleteInParts("AuditEvent", ["id"], ofAccount);
    await database().write(async (tx) => {
      // First, since a group that a service lists cannot be deleted.
      await tx.protectedService.deleteMany({ where: { accountId: id } });
      // With its groups and the counts of its days.
      await tx.account.deleteMany({ where: { id } });
    });
  }
}
