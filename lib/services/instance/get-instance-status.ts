import { database } from "#lib/db/database.ts";

/** Whether the installation has no owner yet. */
export async function getInstanceStatus(): Promise<{ setupRequired: boolean }> {
  const account = await database().read.account.findFirst({ select: { id: true } });
  return { setupRequired: account === null };
}
