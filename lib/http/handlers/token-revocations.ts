import type { tokenRevocationsOperations } from "#lib/contract/operations/token-revocations.ts";
import { toWireInventory, toWireRevocation } from "#lib/contract/to-wire.ts";
import { getRevocation } from "#lib/services/revocations/revocation-row.ts";
import { startRevocation } from "#lib/services/revocations/start-revocation.ts";
import { wakeRevoking } from "#lib/services/revocations/start-revoking.ts";
import type { Handlers } from "../handler.ts";

export const tokenRevocationsHandlers: Handlers<keyof typeof tokenRevocationsOperations> = {
  "tokens.revocations.start": {
    async run({ actor, body }) {
      const { matched, tokens, revocation } = await startRevocation(actor, body);
      const shown = { matched, tokens: tokens.map(toWireInventory) };
      if (revocation === undefined) return shown;
      wakeRevoking();
      return { ...shown, revocation: toWireRevocation(revocation) };
    },
  },
  "tokens.revocations.get": {
    run: async ({ actor, params }) =>
      toWireRevocation(await getRevocation(actor, params.revocationId)),
  },
};
