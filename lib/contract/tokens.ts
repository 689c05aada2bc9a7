import { z } from "zod";
import { allowedNetworksField } from "./allowed-networks.ts";
import { DAY_MS } from "./durations.ts";
import {
  descriptionText,
  id,
  nameText,
  shownOnce,
  text,
  timestamp,
  userIdParam,
} from "./fields.ts";
import { narrowing, TOKEN_NARROWING } from "./narrowing.ts";
import { pagedQuery } from "./paging.ts";
import { LIMITED_SCOPES, requestLimits, requestLimitsField } from "./request-limits.ts";
import { SCOPES_MAX, SERVICE_TOKEN_DAYS, TOKEN_DAYS } from "./token-limits.ts";

/** A secret of a token that is being rotated. */
const tokenSecret = z
  .object({
    state: z.enum(["pending", "current", "ending"]).meta({
      description:
        "`pending` until its first use, then `current`; `ending` beside its successor until the overlap is over.",
    }),
    created_at: timestamp.meta({ description: "Time of the rotation that created it." }),
    expires_at: timestamp.meta({ description: "Time from which it is refused." }),
    ends_at: timestamp.optional().meta({
      description:
        "Time at which a pending one lapses unused or an ending one stops working; absent for the current one.",
    }),
    last_used: timestamp
      .optional()
      .meta({ description: "Time of the latest request with it; absent until the first." }),
    last_used_ip: z
      .string()
      .optional()
      .meta({ description: "IP address of the latest request; absent until the first." }),
  })
  .meta({ id: "PersonalAccessTokenSecret" });

/** An access token's metadata (contract 2.10), with Roost's own `last_used_ip`. */
export const accessToken = z
  .object({
    id: id.meta({ description: "Access token ID." }),
    name: z.string().meta({ description: "Name of the token." }),
    expiration_date: timestamp.meta({ description: "Time from which the token is refused." }),
    created_by: id.meta({ description: "ID of the user who created the token." }),
    created_at: timestamp.meta({ description: "Time of creation." }),
    last_used: timestamp
      .optional()
      .meta({ description: "Time of the latest request with the token; absent until the first." }),
    last_used_ip: z
      .string()
      .optional()
      .meta({ description: "IP address of the latest request; absent until the first." }),
    scopes: z.array(z.string()).optional().meta({
      description:
        "Scopes that limit its owner's rights, sorted; absent for the whole role. An empty list allows nothing.",
    }),
    description: z
      .string()
      .optional()
      .meta({ description: "Description of the token; absent if it has none." }),
    allowed_networks: z.array(z.string()).optional().meta({
      description:
        "Networks from which the token may be used, in CIDR notation; absent for any address.",
    }),
    limits: requestLimits.optional().meta({
      description: "What requests with the token may ask for; absent without limits.",
    }),
    disabled: z
      .literal(true)
      .optional()
      .meta({ description: "The token is disabled: requests with it get 403. Otherwise absent." }),
    disabled_at: timestamp.optional().meta({ description: "Time at which it was disabled." }),
    disabled_reason: z
      .string()
      .optional()
      .meta({ description: "Why it was disabled: `user`, `unused` or `leak`." }),
    secrets: z.array(tokenSecret).optional().meta({
      description:
        "Its secrets, newest first, while a rotation leaves it more than the current one; otherwise absent.",
    }),
  })
  .meta({ id: "PersonalAccessToken" });

/** The only answer that contains a plain token. */
export const generatedToken = z
  .object({
    plain_token: shownOnce("The plain access token."),
    personal_access_token: accessToken.meta({ description: "Metadata of the new token." }),
  })
  .meta({ id: "PersonalAccessTokenGenerated" });

/** The scopes of a token; the service refuses unknown ones. */
export const tokenScopes = z
  .array(text.max(100, { error: "a scope must be at most 100 characters" }))
  .max(SCOPES_MAX, { error: `scopes must have at most ${SCOPES_MAX} entries` });

/** The messages for a longer lifetime than the contract allows, which an account may exceed. */
export const TOO_LONG = {
  expires_in: `expiration has to be between ${TOKEN_DAYS.min} and ${TOKEN_DAYS.max}`,
  expires_at: `expires_at must be at most ${TOKEN_DAYS.max} days from now`,
} as const;

/** Days of a token's life; the service refuses more than the account allows. */
const expiresInDays = (description: string) =>
  z
    .number()
    .int()
    .refine((days) => days >= SERVICE_TOKEN_DAYS.min && days <= SERVICE_TOKEN_DAYS.max, {
      error: TOO_LONG.expires_in,
    })
    .optional()
    .meta({
      description: `${description} At most ${TOKEN_DAYS.max}, or as many as \`service_token_max_days\` of the account for a service user.`,
      override: { minimum: SERVICE_TOKEN_DAYS.min, maximum: SERVICE_TOKEN_DAYS.max },
    });
const wrongTime = "expires_at must be a time with a time zone, as in 2027-01-31T09:00:00Z";

/** A time of RFC 3339, not past and within the longest lifetime that an account may allow. */
const expiresAt = z.iso
  .datetime({ offset: true, error: wrongTime, abort: true })
  .refine((time) => Date.parse(time) > Date.now(), { error: "expires_at must be in the future" })
  .refine((time) => Date.parse(time) <= Date.now() + SERVICE_TOKEN_DAYS.max * DAY_MS, {
    error: TOO_LONG.expires_at,
  })
  .meta({
    description: "Time from which the token is refused, instead of `expires_in`.",
    override: { type: "string", format: "date-time" },
  });

/**
 * Checked before permissions (contract 2.10). An absent name reads as empty, and without either
 * expiry the days read as 0.
 */
export const createTokenBody = z
  .object({
    name: nameText
      .optional()
      .transform((value) => value ?? "")
      .refine((value) => value !== "", { error: "token name can't be empty" })
      .meta({ description: "Name of the token.", override: { minLength: 1 } }),
    expires_in: expiresInDays(
      "Days until the token expires. Either this or `expires_at` is required.",
    ),
    scopes: tokenScopes.optional().meta({
      description:
        "Scopes that limit the owner's rights, such as `groups:read`; absent for the whole role. An empty list allows nothing. Created with a token that has scopes, absent means `all`.",
    }),
    allowed_networks: allowedNetworksField,
    limits: requestLimitsField,
    expires_at: expiresAt.optional(),
    description: descriptionText.optional().meta({ description: "Description of the token." }),
  })
  .superRefine(({ expires_in, expires_at, limits, scopes }, { issues }) => {
    const refuse = (field: string, message: string) =>
      issues.push({ code: "custom", path: [field], message, input: undefined });
    if (limits && !scopes?.every((scope) => LIMITED_SCOPES.includes(scope))) {
      refuse(
        "scopes",
        `with limits, scopes must be given and be ${LIMITED_SCOPES.join(" and ")} at most`,
      );
    }
    if (expires_in === undefined && expires_at === undefined)
      refuse("expires_in", TOO_LONG.expires_in);
    if (expires_in === undefined || expires_at === undefined) return;
    refuse("expires_at", "either expires_in or expires_at must be given");
  })
  .meta({ id: "PersonalAccessTokenRequest" })
  .register(narrowing, { narrows: TOKEN_NARROWING });

export const describeTokenBody = z
  .object({
    description: descriptionText.meta({ description: "New description; empty for none." }),
  })
  .meta({ id: "PersonalAccessTokenDescription" });

export const narrowTokenBody = z
  .object({
    scopes: tokenScopes.optional().meta({
      description: "Scopes that remain, each within the present ones; unchanged if absent.",
    }),
    allowed_networks: allowedNetworksField.meta({
      description: "Networks that remain, each within the present ones; unchanged if absent.",
    }),
  })
  .superRefine(({ scopes, allowed_networks }, { issues }) => {
    if (scopes !== undefined || allowed_networks !== undefined) return;
    const message = "either scopes or allowed_networks must be given";
    issues.push({ code: "custom", path: ["scopes"], message, input: undefined });
  })
  .meta({ id: "PersonalAccessTokenNarrowing" })
  .register(narrowing, { narrows: TOKEN_NARROWING });

/** Within a week: longer than an absence, short for two valid secrets. */
const OVERLAP_SECONDS = { max: 604_800, preset: 86_400 } as const;

const overlapRange = `overlap_seconds must be between 0 and ${OVERLAP_SECONDS.max}`;

export const rotateTokenBody = z
  .object({
    overlap_seconds: z
      .number()
      .int()
      .refine((seconds) => seconds >= 0 && seconds <= OVERLAP_SECONDS.max, { error: overlapRange })
      .default(OVERLAP_SECONDS.preset)
      .meta({
        description: "How long the old secret works beside the new one.",
        override: { minimum: 0, maximum: OVERLAP_SECONDS.max, default: OVERLAP_SECONDS.preset },
      }),
    activate: z.enum(["first_use", "now"]).default("first_use").meta({
      description:
        "When the new secret replaces the old one: with its first use, within 7 days, or at once.",
    }),
    expires_in: expiresInDays(
      "Days until the new secret expires; by default as many as the old one had.",
    ),
  })
  .meta({ id: "PersonalAccessTokenRotation" })
  .register(narrowing, { narrows: TOKEN_NARROWING });

export const rotatedToken = generatedToken
  .extend({
    personal_access_token: accessToken.meta({
      description: "Metadata of the token, with the expiry of its new secret.",
    }),
    old_ends: timestamp.nullable().meta({
      description: "Time at which the old secret ends; null until the first use of the new one.",
    }),
  })
  .meta({ id: "PersonalAccessTokenRotated" });

/** The sort orders of all lists of access tokens. */
export const TOKEN_ORDER_NAMES = ["created_at", "name", "expiration_date", "last_used"] as const;

export const listTokensQuery = pagedQuery(TOKEN_ORDER_NAMES);

export const tokenParams = z.object({
  userId: userIdParam,
  tokenId: text.meta({ description: "Access token ID." }),
});
