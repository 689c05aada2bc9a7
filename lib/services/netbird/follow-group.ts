import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { logger } from "#lib/observability/logger.ts";
import { copyGroup, dropGroup } from "./copy-groups.ts";

type Changed = { id: string; name: string | undefined };

/**
 * Brings the copy of a group up to date after a change that NetBird carried out. Never throws:
 * the next copy of all groups makes up for it.
 */
export async function followGroup(
  accountId: string,
  { method, path }: Pick<NetBirdOperation, "method" | "path">,
  { id, name }: Changed,
): Promise<void> {
  if (!/^\/api\/groups(\/|$)/.test(path) || id === "") return;
  try {
    if (method === "DELETE") await dropGroup(id);
    else if (name !== undefined) await copyGroup(accountId, { id, name });
  } catch (error) {
    logger().warn({ err: error, group: id }, "a changed group of NetBird was not copied");
  }
}
