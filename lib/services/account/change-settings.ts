import type { AccountSettings } from "#lib/contract/account.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { recordSettingChanges } from "./record-setting-changes.ts";

/** Settings of access tokens and the sign-in: a stolen token could keep its thief in. */
const SECURING = [
  ...(["personalTokens", "accessTokenMaxDays", "accessTokenMaxPerUser"] as const),
  ...(["tokensManageAccount", "localMfaEnabled", "leakAction"] as const),
  ...(["accessTokenDisableUnusedDays", "accessReviewDays"] as const),
] satisfies (keyof AccountSettings)[];

/**
 * Stores the settings with an event for each changed one. Throws where the actor, who may change
 * settings at all, may not change one of these.
 */
export async function changeSettings(
  tx: Tx,
  actor: Actor,
  before: AccountSettings,
  settings: AccountSettings,
): Promise<void> {
  // Otherwise a stolen token could grant itself the right.
  if (settings.tokensManageAccount && !before.tokensManageAccount) {
    assertCanBegin(actor, "accounts.allow_tokens");
  }
  if (SECURING.some((key) => settings[key] !== before[key])) {
    assertCanBegin(actor, "accounts.secure");
  }
  if (settings.serviceTokenMaxDays !== before.serviceTokenMaxDays) {
    assertCanBegin(actor, "accounts.lengthen_tokens");
  }
  await tx.account.update({ where: { id: actor.accountId }, data: { settings } });
  await recordSettingChanges(tx, actor, before, settings);
}
