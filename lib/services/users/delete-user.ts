import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { wakeMirrors } from "../netbird/wake-mirrors.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { countedColumns, countTokens } from "../tokens/token-days.ts";
import { writeAs } from "../write-as.ts";
import { handOver } from "./contact.ts";
import { assertPending, findUser, toPolicyTarget, type UserRow } from "./user-row.ts";

/** Deletes a user with its tokens and sessions in one transaction (contract 2.5). */
export async function deleteUser(actor: Actor, userId: string): Promise<void> {
  await writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "users.delete", userId);
    const target = await findUser(tx, present.accountId, userId);
    assertCan(present, "users.delete", toPolicyTarget(target));
    await remove(tx, present, target);
  });
  wakeMirrors();
}

/** Deletes a user who awaits approval; 422 for others (contract 2.8). */
export function rejectUser(actor: Actor, userId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "users.reject", userId);
    const target = await findUser(tx, present.accountId, userId);
    assertPending(target);
    assertCan(present, "users.reject", toPolicyTarget(target));
    await remove(tx, present, target);
    const meta = { username: target.name, email: target.email };
    await recordEvent(tx, present, { code: "user.reject", targetId: target.id, meta });
  });
}

async function remove(tx: Tx, actor: Actor, target: UserRow): Promise<void> {
  const tokens = await tx.token.findMany({
    where: { userId: target.id },
    select: countedColumns,
  });
  await handOver(tx, actor, target);
  await tx.user.delete({ where: { id: target.id } });
  const owner = { ...target, accountId: actor.accountId };
  await countTokens(
    tx,
    tokens.map((token) => ({ token, owner, by: -1 })),
  );
  await recordEvent(tx, actor, deletionOf(target));
}

/** The event keeps the name, which nothing else has after the deletion. */
function deletionOf(target: UserRow) {
  const created_at = target.createdAt.toISOString();
  if (target.isServiceUser) {
    return {
      code: "service.user.delete" as const,
      targetId: target.id,
      meta: { name: target.name, created_at },
    };
  }
  return {
    code: "user.delete" as const,
    targetId: target.id,
    meta: { created_at, issued: target.issued, username: target.name, email: target.email },
  };
}
