import type { ActivityCode } from "#lib/contract/activities.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { tokenMeta } from "./create-token.ts";

/** Records an event that a use of a token caused, by its owner. The token exists. */
export async function recordTokenEvent(
  tx: Tx,
  id: string,
  origin: Origin,
  code: ActivityCode,
  more: Record<string, string> = {},
): Promise<void> {
  const token = await tx.token.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      name: true,
      user: { select: { id: true, accountId: true, name: true, email: true, isServiceUser: true } },
    },
  });
  const { id: userId, accountId, name, email } = token.user;
  await recordEvent(
    tx,
    { userId, accountId, name, email, origin, credential: { kind: "token", id } },
    { code, targetId: userId, meta: { ...tokenMeta(token.user, token), ...more } },
  );
}
