import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import { toWireInventory, toWireRevoked, toWireToken } from "#lib/contract/to-wire.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { createToken } from "#lib/services/tokens/create-token.ts";
import { deleteToken } from "#lib/services/tokens/delete-token.ts";
import { listInventory, readInventory } from "#lib/services/tokens/list-inventory.ts";
import { getToken, listTokens } from "#lib/services/tokens/list-tokens.ts";
import { revokeTokens } from "#lib/services/tokens/revoke-tokens.ts";
import { summarizeTokens } from "#lib/services/tokens/summarize-tokens.ts";
import { accountUsage, tokenUsage } from "#lib/services/tokens/token-usage.ts";
import { columnsOf, exportFile } from "../export-file.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";
import { toWireUsage } from "../usage-wire.ts";

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
  "tokens.usage": {
    run: async ({ actor, params, query }) =>
      toWireUsage(await tokenUsage(actor, params.userId, params.tokenId, query.days)),
  },
  "tokens.inventory": {
    async run({ actor, query, url }) {
      const { items, ...pages } = await listInventory(actor, query);
      return reply(items.map(toWireInventory), linkToPages(url, pages));
    },
  },
  "tokens.summary": {
    async run({ actor, query }) {
      const { neverUsed, byOwnerKind, ...summary } = await summarizeTokens(actor, query);
      return {
        total: summary.total,
        active: summary.active,
        expired: summary.expired,
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
      return exportFile({ name: "tokens", format, bom: bom === "1", columns: COLUMNS, rows });
    },
  },
  "tokens.revoke": {
    async run({ actor, body }) {
      const { tokens, ...counts } = await revokeTokens(actor, body);
      return { ...counts, tokens: tokens.map(toWireRevoked) };
    },
  },
};

const COLUMNS = columnsOf<OperationAnswer<"tokens.inventory">[number]>({
  id: 1,
  name: 2,
  fingerprint: 3,
  state: 4,
  user_id: 5,
  user_name: 6,
  is_service_user: 7,
  created_at: 8,
  created_by: 9,
  created_by_name: 10,
  expiration_date: 11,
  last_used: 12,
  last_used_ip: 13,
  last_used_agent: 14,
  is_user_blocked: 15,
  is_creator_blocked: 16,
});

async function* wireInventory(pages: AsyncIterable<InventoryView[]>) {
  for await (const page of pages) yield page.map(toWireInventory);
}
