import { verifyReset } from "#lib/auth/verify-link.ts";
import type { resetsOperations } from "#lib/contract/operations/resets.ts";
import { acceptReset, describeReset } from "#lib/services/resets/accept-reset.ts";
import { createReset } from "#lib/services/resets/create-reset.ts";
import type { Handlers } from "../handler.ts";

export const resetsHandlers: Handlers<keyof typeof resetsOperations> = {
  "resets.create": {
    async run({ actor, params }) {
      const { resetToken, expiresAt } = await createReset(actor, params.userId);
      return { reset_token: resetToken, expires_at: expiresAt.toISOString() };
    },
  },
  "resets.get": {
    async run({ params, origin }) {
      const { email, name, expiresAt } = await describeReset(
        await verifyReset(params.reset, origin),
      );
      return { email, name, expires_at: expiresAt.toISOString() };
    },
  },
  "resets.accept": {
    async run({ params, body, origin }) {
      await acceptReset(await verifyReset(params.reset, origin), body.password, origin);
      return { success: true };
    },
  },
};
