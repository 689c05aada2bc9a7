import type { tokenInventoryOperations } from "#lib/contract/operations/token-inventory.ts";
import type { OperationDocs } from "../operation-doc.ts";
import {
  SAMPLE_ACCESS_TOKEN,
  SAMPLE_DAYS,
  SAMPLE_INVENTORY_TOKEN,
  SAMPLE_TOKEN,
} from "../samples.ts";

export const tokenInventoryDocs: OperationDocs<keyof typeof tokenInventoryOperations> = {
  "tokens.inventory": {
    description:
      "Always returns a page, of 50 items without `page_size`; the `Link` header has the next one. " +
      "A search matches the beginnings of words in a token's name, the visible start of the token, " +
      "and any part of its owner's name. Cut a plain token to its first fourteen characters before " +
      "you search for it: URLs end up in logs.",
    permission: "Owners and admins for all tokens; other users for their own.",
    answer: [SAMPLE_INVENTORY_TOKEN],
  },
  "tokens.summary": {
    permission: "Owners and admins for all tokens; other users for their own.",
    answer: {
      total: 42,
      active: 39,
      expired: 2,
      disabled: 1,
      expiring: 3,
      never_used: 5,
      unused: 7,
      by_owner_kind: { user: 4, service_user: 38 },
      expiring_within_days: 14,
      unused_for_days: 90,
      by_expiry: [
        { after_days: 0, until_days: 7, count: 1 },
        { after_days: 7, until_days: 30, count: 9 },
        { after_days: 30, until_days: 90, count: 12 },
        { after_days: 90, until_days: null, count: 17 },
      ],
    },
  },
  "tokens.usageByDay": {
    description: "Counts every request authenticated by a token. Days are in UTC.",
    permission:
      "Owners and admins for all tokens, including revoked ones; other users for their own, without revoked ones.",
    answer: { days: 2, total: 60, by_day: SAMPLE_DAYS },
  },
  "tokens.ranking": {
    description:
      "Lists the tokens that work and have unused rights to change users, tokens, groups, policies, " +
      "setup keys, settings, identity providers or remote jobs, those with most of them first. " +
      "Always returns a page, of 50 items without `page_size`; the `Link` header has the next one. " +
      "A yearly job may look unused.",
    permission: "Owners and admins for all tokens; other users for their own.",
    answer: [
      {
        token_id: SAMPLE_ACCESS_TOKEN.id,
        token_name: SAMPLE_ACCESS_TOKEN.name,
        user_id: SAMPLE_INVENTORY_TOKEN.user_id,
        user_name: SAMPLE_INVENTORY_TOKEN.user_name,
        is_service_user: true,
        created_at: SAMPLE_ACCESS_TOKEN.created_at,
        last_used: SAMPLE_ACCESS_TOKEN.last_used,
        rights: 14,
        unused_rights: 12,
        unused_sensitive_rights: ["groups:write", "users:write"],
        computed_at: "2026-11-24T10:00:00.000Z",
      },
    ],
  },
  "tokens.export": {
    permission: "Owners and admins for all tokens; other users for their own.",
    answer: `id,name,user_id\r\n${SAMPLE_ACCESS_TOKEN.id},nightly playbook,${SAMPLE_ACCESS_TOKEN.created_by}\r\n`,
  },
  "tokens.revoke": {
    description:
      "Deletes all of the tokens or none. With `dry_run` nothing is deleted, and the answer lists " +
      "what would be. It lists at most 1000 tokens, requested ones first. After a leak, " +
      "`with_created` also deletes the tokens that these created. The filter `fingerprint` lets a " +
      "script revoke its own token.",
    permission: "Callers who may delete each of the tokens.",
    body: { ids: [SAMPLE_ACCESS_TOKEN.id], dry_run: true },
    answer: { matched: 1, deleted: 0, tokens: [{ ...SAMPLE_INVENTORY_TOKEN, uses_30_days: 60 }] },
  },
  "tokens.reportLeak": {
    description:
      "Anyone who found tokens can report them: possession is the proof. The setting `leak_action` " +
      "decides what a report does to a token, once; the audit log has the report, without the token. " +
      "The answer is the same whether the tokens exist. Returns 429 for more than 10 reports or 100 " +
      "tokens of a network in an hour, and if the tokens could not be checked within 3 seconds.",
    permission: "Anyone.",
    body: {
      tokens: [SAMPLE_TOKEN],
      source: "gitleaks",
      url: "https://git.example.com/a/b/-/jobs/7",
    },
    answer: { accepted: 1 },
  },
};
