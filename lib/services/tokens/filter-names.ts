import type { InventoryFilter } from "#lib/contract/token-inventory.ts";
import { database } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";

type Named = Pick<InventoryFilter, "id" | "user_id" | "created_by" | "created_by_token_id">;

/**
 * The names of the existing users and tokens in a filter of the inventory, by ID; none for readers
 * who see only their own tokens.
 */
export async function namesInFilter(
  actor: Actor,
  { id, user_id, created_by, created_by_token_id }: Named,
): Promise<Record<string, string>> {
  if (!canBegin(actor, "tokens.inventory").allowed) return {};
  const { read } = database();
  const { accountId } = actor;
  const present = (ids: (string | undefined)[]) => ids.filter((one) => one !== undefined);
  const [users, tokens] = await Promise.all([
    read.user.findMany({
      where: { accountId, id: { in: present([user_id, created_by]) } },
      select: { id: true, name: true },
    }),
    read.token.findMany({
      where: { user: { accountId }, id: { in: present([id, created_by_token_id]) } },
      select: { id: true, name: true },
    }),
  ]);
  return Object.fromEntries([...users, ...tokens].map((one) => [one.id, one.name]));
}
