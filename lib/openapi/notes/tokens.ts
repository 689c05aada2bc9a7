import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import type { Notes } from "../note.ts";
import {
  SAMPLE_ACCESS_TOKEN,
  SAMPLE_DAYS,
  SAMPLE_INVENTORY_TOKEN,
  SAMPLE_NEW_TOKEN,
  SAMPLE_TOKEN,
  SAMPLE_TOKEN_BODY,
} from "../samples.ts";

const READERS =
  "Anyone for their own tokens; owners and admins for all. A token's text is never read.";

export const tokensNotes: Notes<keyof typeof tokensOperations> = {
  "tokens.list": { permission: READERS, answer: [SAMPLE_ACCESS_TOKEN] },
  "tokens.create": {
    description:
      "Keep `plain_token` at once: nothing else ever holds it. The token can do what its owner " +
      "can, and no more. An account may set `access_token_max_days`: more days than that are 422. So " +
      "is a token beyond `access_token_max_per_user` of its owner's that have not expired. A field " +
      "that asks for fewer rights than this token would have (`scopes`, `allowed_ips`, `read_only`, " +
      "`expires_at` and the like) is 422 too; other unknown fields are ignored.",
    permission:
      "People for themselves, while the account allows it; owners and admins for service users.",
    body: SAMPLE_TOKEN_BODY,
    answer: {
      plain_token: SAMPLE_TOKEN,
      personal_access_token: SAMPLE_NEW_TOKEN,
    },
  },
  "tokens.usage": {
    description:
      "Every call that the token proved counts, a refused one too; calls of other instances show " +
      "within seconds. Days are those of UTC. The latest twenty addresses are kept for as long as " +
      "there is the token.",
    permission: READERS,
    answer: {
      token_id: SAMPLE_ACCESS_TOKEN.id,
      days: 2,
      total: 60,
      last_used: SAMPLE_ACCESS_TOKEN.last_used,
      last_used_ip: SAMPLE_ACCESS_TOKEN.last_used_ip,
      last_used_agent: SAMPLE_INVENTORY_TOKEN.last_used_agent,
      addresses: [
        {
          address: SAMPLE_ACCESS_TOKEN.last_used_ip,
          agent: SAMPLE_INVENTORY_TOKEN.last_used_agent,
          first_used: SAMPLE_ACCESS_TOKEN.created_at,
          last_used: SAMPLE_ACCESS_TOKEN.last_used,
        },
      ],
      by_day: SAMPLE_DAYS,
      by_operation: [
        {
          operation: "users.list",
          method: "GET",
          path: "/api/users",
          summary: "List users and service users",
          count: 60,
          last_day: "2026-11-24",
        },
      ],
    },
  },
  "tokens.inventory": {
    description:
      "Always a page, of 50 without `page_size`; the `Link` header leads to the next. A search finds " +
      "what a word of a token's name, or the visible beginning of its text, begins with, and what " +
      "its owner's name has in it. Cut a whole token to its first fourteen characters before you " +
      "search for it: addresses end up in logs.",
    permission: "Owners and admins see everybody's tokens, everybody else their own.",
    answer: [SAMPLE_INVENTORY_TOKEN],
  },
  "tokens.summary": {
    permission: "Owners and admins count everybody's tokens, everybody else their own.",
    answer: {
      total: 42,
      active: 40,
      expired: 2,
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
        { after_days: 90, until_days: null, count: 18 },
      ],
    },
  },
  "tokens.usageByDay": {
    description: "Every call that a token proved counts. Days are those of UTC.",
    permission:
      "Owners and admins count everybody's tokens, revoked ones too; everybody else those they have.",
    answer: { days: 2, total: 60, by_day: SAMPLE_DAYS },
  },
  "tokens.export": {
    permission: "Owners and admins get everybody's tokens, everybody else their own.",
    answer: `id,name,user_id\r\n${SAMPLE_ACCESS_TOKEN.id},nightly playbook,${SAMPLE_ACCESS_TOKEN.created_by}\r\n`,
  },
  "tokens.revoke": {
    description:
      "All of them or none. With `dry_run` nothing is deleted, and the answer lists what would " +
      "be. The answer lists at most 1000 of them, those asked for first. After a leak `with_created` " +
      "also deletes what these tokens created. With the filter `fingerprint` a script revokes the " +
      "token that it uses.",
    permission: "Anyone who may delete each of them.",
    body: { ids: [SAMPLE_ACCESS_TOKEN.id], dry_run: true },
    answer: { matched: 1, deleted: 0, tokens: [{ ...SAMPLE_INVENTORY_TOKEN, uses_30_days: 60 }] },
  },
  "tokens.get": { permission: READERS, answer: SAMPLE_ACCESS_TOKEN },
  "tokens.delete": {
    permission: "Anyone for their own tokens; owners and admins for all.",
    answer: {},
  },
};
