import type { tokensOperations } from "#lib/contract/operations/tokens.ts";
import type { OperationDocs } from "../operation-doc.ts";
import {
  SAMPLE_ACCESS_TOKEN,
  SAMPLE_DAYS,
  SAMPLE_DESCRIPTION,
  SAMPLE_INVENTORY_TOKEN,
  SAMPLE_NEW_TOKEN,
  SAMPLE_SERVICE_USER,
  SAMPLE_TOKEN,
  SAMPLE_TOKEN_BODY,
} from "../samples.ts";

const READERS =
  "Users for their own tokens; owners and admins for all. Never returns the plain token.";

export const tokensDocs: OperationDocs<keyof typeof tokensOperations> = {
  "tokens.list": { permission: READERS, answer: [SAMPLE_ACCESS_TOKEN] },
  "tokens.create": {
    description:
      "Store `plain_token` immediately: it is returned only once. The token has its owner's rights, " +
      "limited by `scopes` if there are any. Returns 422 for more days than the account's " +
      "`access_token_max_days` (for service users `service_token_max_days`), for more unexpired tokens of the owner than " +
      "`access_token_max_per_user`, and for fields that ask for fewer rights in another way " +
      "(`allowed_ips`, `read_only` and the like). Other unknown fields are ignored. " +
      "A token with scopes creates only tokens with scopes within its own, that expire no later " +
      "than itself, and whose owner's role gives them no right that it lacks; otherwise 403. The same " +
      "applies to a token with `allowed_networks`, which creates only tokens with networks within its " +
      "own. From outside of its networks, and through a proxy that is not in `TRUSTED_PROXIES`, a " +
      "token gets 403, except to revoke itself.",
    permission:
      "Users for themselves, if the account allows it; owners and admins for service users.",
    body: SAMPLE_TOKEN_BODY,
    answer: {
      plain_token: SAMPLE_TOKEN,
      personal_access_token: SAMPLE_NEW_TOKEN,
    },
  },
  "tokens.disable": {
    description:
      "The token stays, and requests with it get 403 `access token is disabled` until it is enabled.",
    permission: "Users for their own tokens; owners and admins for all.",
    answer: {
      ...SAMPLE_ACCESS_TOKEN,
      disabled: true,
      disabled_at: "2026-11-24T09:00:00.000Z",
      disabled_reason: "user",
    },
  },
  "tokens.enable": {
    permission:
      "Callers who may create the token as it is: users for themselves, owners and admins for service users.",
    answer: SAMPLE_ACCESS_TOKEN,
  },
  "tokens.describe": {
    permission: "Users for their own tokens; owners and admins for all.",
    body: { description: SAMPLE_DESCRIPTION },
    answer: SAMPLE_ACCESS_TOKEN,
  },
  "tokens.narrow": {
    description:
      "Applies to the next request with the token. Scopes and networks are only ever taken away: " +
      "422 for one that is not within the present ones. For more rights, create another token.",
    permission: "Users for their own tokens; owners and admins for all.",
    body: {
      scopes: SAMPLE_ACCESS_TOKEN.scopes,
      allowed_networks: SAMPLE_ACCESS_TOKEN.allowed_networks,
    },
    answer: SAMPLE_ACCESS_TOKEN,
  },
  "tokens.rotate": {
    description:
      "Gives the token a new secret; ID, name, rights and history stay. Store `plain_token` " +
      "immediately: it is returned only once. With `first_use` the old secret works until the new " +
      "one is used, then for `overlap_seconds` more; a new secret that is not used within 7 days " +
      "lapses, and another rotation replaces it: a lost answer is repaired by rotating again. " +
      "Responses to the old secret have `Token-Expires` and `Deprecation` from then on. Returns 422 " +
      "for an expired token, and for more days than the account allows. " +
      "A token that rotates itself gets at most the lifetime that it had.",
    permission:
      "Who may create the token: users for themselves; owners and admins for service users.",
    body: { overlap_seconds: 86_400, activate: "first_use" },
    answer: {
      plain_token: SAMPLE_TOKEN,
      personal_access_token: {
        ...SAMPLE_NEW_TOKEN,
        secrets: [
          {
            state: "pending",
            created_at: "2026-11-24T09:00:00.000Z",
            expires_at: "2026-12-24T09:00:00.000Z",
            ends_at: "2026-12-01T09:00:00.000Z",
          },
          {
            state: "current",
            created_at: "2026-10-30T09:00:00.000Z",
            expires_at: "2026-11-29T09:00:00.000Z",
            last_used: "2026-11-24T08:56:00.000Z",
            last_used_ip: "192.0.2.14",
          },
        ],
      },
      old_ends: null,
    },
  },
  "tokens.self.rotate": {
    description:
      "As for `POST /api/users/{userId}/tokens/{tokenId}/rotate`, for the token of the request. The " +
      "new secret lives at most as long as the current one was given.",
    permission:
      "Tokens without scopes or with `self:update`, whatever their owner's role; those of users only " +
      "while the account allows personal access tokens.",
    body: { overlap_seconds: 86_400, activate: "first_use" },
    answer: {
      plain_token: SAMPLE_TOKEN,
      personal_access_token: SAMPLE_NEW_TOKEN,
      old_ends: null,
    },
  },
  "tokens.usage": {
    description:
      "Counts every request authenticated by the token, including refused ones; `refused` are those " +
      "among them that lacked a right (403). Requests to other instances appear within seconds. Days " +
      "are in UTC. The latest twenty addresses are kept until the token is deleted.",
    permission: READERS,
    answer: {
      token_id: SAMPLE_ACCESS_TOKEN.id,
      days: 2,
      total: 60,
      refused: 4,
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
          refused: 4,
          last_day: "2026-11-24",
        },
      ],
    },
  },
  "tokens.networks": {
    description:
      "At most ten, latest first: suggestions for `allowed_networks`. Reads the addresses that the " +
      "usage of the user's present tokens lists.",
    permission: READERS,
    answer: [{ network: "192.0.2.7/32", last_used: SAMPLE_ACCESS_TOKEN.last_used }],
  },
  "tokens.self.get": {
    description:
      "For scripts that want to know whose token they have, and what it may do. Returns 403 to a " +
      "session, which has no token.",
    permission: "Every access token, whatever its scopes.",
    answer: {
      ...SAMPLE_ACCESS_TOKEN,
      fingerprint: SAMPLE_INVENTORY_TOKEN.fingerprint,
      user: {
        id: SAMPLE_SERVICE_USER.id,
        name: SAMPLE_SERVICE_USER.name,
        email: "",
        role: "admin",
        is_service_user: true,
      },
      permissions: {
        modules: { groups: { create: true, read: true, update: true, delete: true } },
      },
    },
  },
  "tokens.self.delete": {
    description:
      "The next request with the token gets 401. Works from every address. Returns 403 to a session.",
    permission: "Every access token, whatever its scopes.",
    answer: {},
  },
  "tokens.advice": {
    description:
      "Compares the rights of the token with its requests. Requests that lacked a right are no use " +
      "of it. The scopes are advised once the token is as old as the days considered, with at least " +
      "20 requests on 5 days. Rarer jobs, such as yearly ones, are not in these counts. `check` " +
      "repeats the requests of 90 days with the advised or given scopes and changes nothing; it " +
      "compares operations, not their bodies. A token that creates users, invites or tokens gets no " +
      "advice: what it creates must have no more rights than the token.",
    permission: READERS,
    answer: {
      token_id: SAMPLE_ACCESS_TOKEN.id,
      window_days: 30,
      calls: 4342,
      active_days: 22,
      granted: ["groups:read", "groups:write", "users:read"],
      used: ["groups:read"],
      attempted: [{ scope: "policies:create", calls: 14 }],
      advised_scopes: ["groups:read"],
      check: {
        scopes: ["groups:read"],
        days: 90,
        calls: 9120,
        would_be_refused: 0,
        operations: [],
      },
    },
  },
  "tokens.get": { permission: READERS, answer: SAMPLE_ACCESS_TOKEN },
  "tokens.delete": {
    permission: "Users for their own tokens; owners and admins for all.",
    answer: {},
  },
};
