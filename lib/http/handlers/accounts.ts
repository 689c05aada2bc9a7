import { toWireAccount } from "#lib/contract/account-view.ts";
import type { accountsOperations } from "#lib/contract/operations/accounts.ts";
import { deleteAccount } from "#lib/services/account/delete-account.ts";
import { getAccount } from "#lib/services/account/get-account.ts";
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
