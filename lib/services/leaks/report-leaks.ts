import { accountSettings } from "#lib/contract/account.ts";
import type { LeakAction } from "#lib/contract/leaks.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { withoutTokens } from "#lib/observability/logger.ts";
import { PRESENT } from "../account/present-account.ts";
import type { Origin } from "../context.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { SYSTEM } from "../resets/reset-row.ts";
import { endSecret } from "../tokens/activate-secret.ts";
import { tokenMeta } from "../tokens/create-token.ts";
import { removeToken } from "../tokens/delete-token.ts";
import { markDisabled } from "../tokens/disable-token.ts";
import { isReplaced } from "../tokens/secret-row.ts";
import { inventoryColumns } from "../tokens/token-row.ts";

/** Where the reporter found the tokens. */
export type FoundAt = { source?: string | undefined; url?: string | undefined };

const secretColumns = {
  id: true,
  state: true,
  endsAt: true,
  leakedAt: true,
  token: { select: inventoryColumns },
} as const;

/**
 * Treats each of these proven secrets as leaked, exactly once: a current one by the account's
 * setting, a pending or ending one by its end. One of the past is only recorded.
 */
export async function reportLeaks(
  secretIds: readonly string[],
  found: FoundAt,
  origin: Origin,
): Promise<void> {
  if (secretIds.length === 0) return;
  await database().write(async (tx) => {
    for (const id of secretIds) await reportLeak(tx, id, found, origin);
  });
}

async function reportLeak(tx: Tx, id: string, found: FoundAt, origin: Origin): Promise<void> {
  const secret = await tx.tokenSecret.findUnique({ where: { id }, select: secretColumns });
  // Revoked in the meantime, or reported before.
  if (secret === null || secret.leakedAt !== null) return;
  const { token } = secret;
  const state = isReplaced(secret) ? "ended" : secret.state;
  const { user, ...row } = token;
  const account = await tx.account.findFirst({
    where: { ...PRESENT, users: { some: { id: user.id } } },
    select: { id: true, settings: true },
  });
  if (account === null) return;
  const system: Initiator = { userId: SYSTEM, accountId: account.id, name: "", email: "", origin };
  const action = actionOn(state, accountSettings.parse(account.settings).leakAction);
  await tx.tokenSecret.update({ where: { id }, data: { leakedAt: new Date() } });
  await recordEvent(tx, system, {
    code: "personal.access.token.leak",
    targetId: user.id,
    meta: { ...tokenMeta(user, row), secret: state, action, ...foundAt(found) },
  });
  if (action === "revoke") await removeToken(tx, system, user, row);
  if (action === "disable") await markDisabled(tx, system, { owner: user, token: row }, "leak");
  if (action === "end") await endSecret(tx, id);
}

/** What is done to the token: nothing for the sake of a secret that is not valid any more. */
function actionOn(state: string, wanted: LeakAction): LeakAction | "end" {
  if (state === "current") return wanted;
  return state === "ended" ? "notify" : "end";
}

/** Without tokens: an address may contain the one that was found there. */
const foundAt = ({ source, url }: FoundAt): Record<string, string> => ({
  ...(source === undefined ? {} : { source: withoutTokens(source) }),
  ...(url === undefined ? {} : { url: withoutTokens(url) }),
});
