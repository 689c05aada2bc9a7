import type { AccountSettings } from "#lib/contract/account.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { roostSettingsAfter, toWireRoostSettings } from "#lib/contract/roost-settings.ts";
import { database } from "#lib/db/database.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { changeSettings } from "./change-settings.ts";
import { readAccount } from "./get-account.ts";

/** The settings that Roost itself acts on. */
export async function getRoostSettings(actor: Actor): Promise<AccountSettings> {
  assertCanBegin(actor, "settings.read");
  return (await readAccount(database().read, actor)).settings;
}

/** Changes the settings that Roost itself acts on, with an event for each changed one. */
export function updateRoostSettings(
  actor: Actor,
  wanted: OperationInput<"roost.settings.update">["body"],
): Promise<AccountSettings> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "accounts.update");
    const { settings: before } = await readAccount(tx, present);
    const after = roostSettingsAfter(before, wanted);
    await changeSettings(tx, present, before, after);
    assertClaims(present, toWireRoostSettings(after), toWireRoostSettings(before));
    return after;
  });
}
