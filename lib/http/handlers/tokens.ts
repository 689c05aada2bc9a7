import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import { toWireOwnToken, toWireRotated, toWireToken } from "#lib/contract/to-wire.ts";
import { toWireUsage } from "#lib/contract/usage-to-wire.ts";
import { createToken } from "#lib/services/tokens/create-token.ts";
import { deleteToken } from "#lib/services/tokens/delete-token.ts";
import { describeToken } from "#lib/services/tokens/describe-token.ts";
import { disableToken, enableToken } from "#lib/services/tokens/disable-token.ts";
import { getToken, listTokens } from "#lib/services/tokens/list-tokens.ts";
import { narrowToken } from "#lib/services/tokens/narrow-token.ts";
import { deleteOwnToken, getOwnToken } from "#lib/services/tokens/own-token.ts";
import { rotateOwnToken, rotateToken } from "#lib/services/tokens/rotate-token.ts";
import { tokenAdvice } from "#lib/services/usage/token-advice.ts";
import { tokenUsage } from "#lib/services/usage/token-usage.ts";
import { usedNetworks } from "#lib/services/usage/used-networks.ts";
import { toWireAdvice } from "../advice-to-wire.ts";
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
      const { plainToken, token } = await createToken(actor, params.userId, body);
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
  "tokens.disable": {
    run: async ({ actor, params }) => toWireToken(await disableToken(actor, params)),
  },
  "tokens.enable": {
    run: async ({ actor, params }) => toWireToken(await enableToken(actor, params)),
  },
  "tokens.describe": {
    run: async ({ actor, params, body }) =>
      toWireToken(await describeToken(actor, params, body.description)),
  },
  "tokens.narrow": {
    run: async ({ actor, params, body }) => toWireToken(await narrowToken(actor, params, body)),
  },
  "tokens.rotate": {
    run: async ({ actor, params, body }) => toWireRotated(await rotateToken(actor, params, body)),
  },
  "tokens.usage": {
    run: async ({ actor, params, query }) =>
      toWireUsage(await tokenUsage(actor, params.userId, params.tokenId, query.days)),
  },
  "tokens.networks": {
    async run({ actor, params }) {
      const networks = await usedNetworks(actor, params.userId);
      return networks.map(({ network, lastUsedAt }) => ({
        network,
        last_used: lastUsedAt.toISOString(),
      }));
    },
  },
  "tokens.self.get": { run: async ({ actor }) => toWireOwnToken(await getOwnToken(actor)) },
  "tokens.self.delete": {
    async run({ actor }) {
      await deleteOwnToken(actor);
      return {};
    },
  },
  "tokens.advice": {
    run: async ({ actor, params, query }) =>
      toWireAdvice(await tokenAdvice(actor, params.userId, params.tokenId, query.scopes)),
  },
  "tokens.self.rotate": {
    run: async ({ actor, body }) => toWireRotated(await rotateOwnToken(actor, body)),
  },
};
