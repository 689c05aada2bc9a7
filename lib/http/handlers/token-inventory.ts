import {
  countLeakReport,
  proveLeaked,
  unfinishedReport,
  wellFormed,
} from "#lib/auth/leak-reports.ts";
import type { tokenInventoryOperations } from "#lib/contract/operations/token-inventory.ts";
import { toWireInventory, toWireRanked, toWireRevoked } from "#lib/contract/to-wire.ts";
import { inventoryToken } from "#lib/contract/token-inventory.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { reportLeaks } from "#lib/services/leaks/report-leaks.ts";
import { listInventory, readInventory } from "#lib/services/tokens/list-inventory.ts";
import { revokeTokens } from "#lib/services/tokens/revoke-tokens.ts";
import { summarizeTokens } from "#lib/services/tokens/summarize-tokens.ts";
import { rankTokens } from "#lib/services/usage/rank-tokens.ts";
import { accountUsage } from "#lib/services/usage/token-usage.ts";
import { columnsOf, exportFile } from "../export-file.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

export const tokenInventoryHandlers: Handlers<keyof typeof tokenInventoryOperations> = {
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
  "tokens.ranking": {
    async run({ actor, query, url }) {
      const { items, ...pages } = await rankTokens(actor, query);
      return reply(items.map(toWireRanked), linkToPages(url, pages));
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
