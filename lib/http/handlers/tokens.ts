import {
  countLeakReport,
  proveLeaked,
  unfinishedReport,
  wellFormed,
} from "#lib/auth/leak-reports.ts";
import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import {
  toWireInventory,
  toWireOwnToken,
  toWireRevoked,
  toWireRotated,
  toWireToken,
} from "#lib/contract/to-wire.ts";
import { inventoryToken } from "#lib/contract/token-inventory.ts";
import { toWireUsage } from "#lib/contract/usage-to-wire.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { reportLeaks } from "#lib/services/leaks/report-leaks.ts";
import { createToken } from "#lib/services/tokens/create-token.ts";
import { deleteToken } from "#lib/services/tokens/delete-token.ts";
import { describeToken } from "#lib/services/tokens/describe-token.ts";
import { disableToken, enableToken } from "#lib/services/tokens/disable-token.ts";
import { listInventory, readInventory } from "#lib/services/tokens/list-inventory.ts";
import { getToken, listTokens } from "#lib/services/tokens/list-tokens.ts";
import { narrowToken } from "#lib/services/tokens/narrow-token.ts";
import { deleteOwnToken, getOwnToken } from "#lib/services/tokens/own-token.ts";
import { revokeTokens } from "#lib/services/tokens/revoke-tokens.ts";
import { rotateOwnToken, rotateToken } from "#lib/services/tokens/rotate-token.ts";
import { summarizeTokens } from "#lib/services/tokens/summarize-tokens.ts";
import { tokenAdvice } from "#lib/services/usage/token-advice.ts";
import { accountUsage, tokenUsage } from "#lib/services/usage/token-usage.ts";
import { usedNetworks } from "#lib/services/usage/used-networks.ts";
import { toWireAdvice } from "../advice-to-wire.ts";
import { columnsOf, exportFile } from "../export-file.ts";
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
  "tokens.inventory": {
    async run({ actor, query, url }) {
      const { items, ...pages } = await listInventory(actor, query);
      return reply(items.map(toWireInventory), linkToPages(url, pages));
    },
  },
  "tokens.summary": {
    async run({ actor, query }) {
      const { neverUsed, disabled, byOwnerKind, ...summary } = await summarizeTokens(actor, query);
      return {
        total: summary.total,
        active: summary.active,
        expired: summary.expired,
        ...(disabled > 0 && { disabled }),
        expiring: summary.expiring,
        never_used: neverUsed,
        unused: summary.unused,
        by_owner_kind: { user: byOwnerKind.user, service_user: byOwnerKind.serviceUser },
        expiring_within_days: summary.expiringWithinDays,
        unused_for_days: summary.unusedForDays,
        by_expiry: summary.byExpiry.map(({ afterDays, untilDays, count }) => ({
          after_days: afterDays,
          until_days: untilDays,
          count,
        })),
      };
    },
  },
  "tokens.usageByDay": {
    async run({ actor, query: { days } }) {
      const { total, byDay } = await accountUsage(actor, days);
      return { days, total, by_day: byDay };
    },
  },
  "tokens.export": {
    async run({ actor, query: { format, bom, ...query } }) {
      const rows = wireInventory(readInventory(actor, query));
      return exportFile({ name: "tokens", format, bom: bom === "1", columns: TOKEN_COLUMNS, rows });
    },
  },
  "tokens.revoke": {
    async run({ actor, body }) {
      const { tokens, ...counts } = await revokeTokens(actor, body);
      return { ...counts, tokens: tokens.map(toWireRevoked) };
    },
  },
  "tokens.reportLeak": {
    async run({ body, origin }) {
      const texts = wellFormed(body.tokens);
      countLeakReport(origin.address, texts.length);
      const { proven, isComplete } = await proveLeaked(texts, origin);
      await reportLeaks(proven, body, origin);
      if (!isComplete) throw unfinishedReport();
      return { accepted: texts.length };
    },
  },
};

/** The columns of an export in CSV. */
export const TOKEN_COLUMNS = columnsOf(inventoryToken, [
  ...(["id", "name", "fingerprint", "state", "user_id", "user_name", "is_service_user"] as const),
  ...(["created_at", "created_by", "created_by_name", "expiration_date"] as const),
  ...(["last_used", "last_used_ip", "last_used_agent", "is_user_blocked"] as const),
  ...(["is_creator_blocked", "description", "disabled"] as const),
  ...(["disabled_at", "disabled_reason"] as const),
]);

async function* wireInventory(pages: AsyncIterable<InventoryView[]>) {
  for await (const page of pages) yield page.map(toWireInventory);
}
