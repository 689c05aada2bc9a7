import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import { toWireToken } from "#lib/contract/views.ts";
import { createToken } from "#lib/services/tokens/create-token.ts";
import { deleteToken } from "#lib/services/tokens/delete-token.ts";
import { getToken, listTokens } from "#lib/services/tokens/list-tokens.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

export const tokensHandlers: Handlers<keyof typeof tokensOperations> = {
  "tokens.list": {
    async run({ actor, params, query, url }) {
      const { items, ...pages } = await listTokens(actor, params.userId, query);
      return reply(items.map(toWireToken), linkToPages(url, pages));
    },
  },
  "tokens.create": {
    async run({ actor, params, body }) {
      const { plainToken, token } = await createToken(actor, params.userId, {
        name: body.name,
        expiresInDays: body.expires_in,
      });
      return { plain_token: plainToken, personal_access_token: toWireToken(token) };
    },
  },
  "tokens.get": {
    run: async ({ actor, params }) =>
      toWireToken(await getToken(actor, params.userId, params.tokenId)),
  },
  "tokens.delete": {
    async run({ actor, params }) {
      await deleteToken(actor, params.userId, params.tokenId);
      return {};
    },
  },
};
