import { toWireAccount } from "#lib/contract/account-view.ts";
import type { accountsOperations } from "#lib/contract/operations/accounts.ts";
import type { roostSettingsOperations } from "#lib/contract/operations/roost.ts";
import { toWireRoostSettings } from "#lib/contract/roost-settings.ts";
import { deleteAccount } from "#lib/services/account/delete-account.ts";
import { getAccount } from "#lib/services/account/get-account.ts";
import { getRoostSettings, updateRoostSettings } from "#lib/services/account/roost-settings.ts";
import { updateAccount } from "#lib/services/account/update-account.ts";
import type { Handlers } from "../handler.ts";

export const accountsHandlers: Handlers<keyof typeof accountsOperations> = {
  "accounts.list": {
    run: async ({ actor }) => [toWireAccount(await getAccount(actor))],
  },
  "accounts.update": {
    run: async ({ actor, params, body }) =>
      toWireAccount(await updateAccount(actor, params.accountId, body)),
  },
  "accounts.delete": {
    async run({ actor, params }) {
      await deleteAccount(actor, params.accountId);
      return {};
    },
  },
};

export const roostSettingsHandlers: Handlers<keyof typeof roostSettingsOperations> = {
  "roost.settings.get": {
    run: async ({ actor }) => toWireRoostSettings(await getRoostSettings(actor)),
  },
  "roost.settings.update": {
    run: async ({ actor, body }) => toWireRoostSettings(await updateRoostSettings(actor, body)),
  },
};
