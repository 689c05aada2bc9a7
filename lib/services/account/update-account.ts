import { type AccountView, settingsAfter, toWireAccount } from "#lib/contract/account-view.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import type { Tx } from "#lib/db/database.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { changeSettings } from "./change-settings.ts";
import { readAccount } from "./get-account.ts";

type AccountUpdate = OperationInput<"accounts.update">["body"];

/** Replaces the settings, with an event for each changed one (contract 2.13). */
export function updateAccount(
  actor: Actor,
  accountId: string,
  wanted: AccountUpdate,
): Promise<AccountView> {
  return writeAs(actor, async (tx, present) => {
    if (accountId !== present.accountId) {
      const text = "failed to validate user permissions: user is not part of this account";
      throw new Problem("forbidden", text);
    }
    assertCanBegin(present, "accounts.update");
    await assertGroupsExist(tx, accountId, wanted.settings.ipv6_enabled_groups ?? []);
    const before = await readAccount(tx, present);
    const settings = settingsAfter(before.settings, wanted);
    await changeSettings(tx, present, before.settings, settings);
    const updated = await readAccount(tx, present);
    assertClaims(present, toWireAccount(updated), toWireAccount(before));
    return updated;
  });
}

async function assertGroupsExist(tx: Tx, accountId: string, wanted: string[]): Promise<void> {
  const found = await tx.group.findMany({
    where: { accountId, id: { in: wanted } },
    select: { id: true },
  });
  const known = new Set(found.map(({ id }) => id));
  const missing = wanted.find((id) => !known.has(id));
  if (missing === undefined) return;
  const message = `ipv6 enabled group ${missing} does not exist`.toLowerCase();
  throw invalid("settings.ipv6_enabled_groups", message);
}
