import { z } from "zod";
import { id, nameText, shownOnce, text, timestamp, userIdParam } from "./fields.ts";
import { narrowing, TOKEN_NARROWING } from "./narrowing.ts";
import { pagedQuery } from "./paging.ts";
import { SCOPES_MAX, TOKEN_DAYS } from "./token-limits.ts";

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

/** Checked before permissions (contract 2.10); absent fields read as empty, or as 0 days. */
export const createTokenBody = z
  .object({
    name: nameText
      .optional()
      .transform((value) => value ?? "")
      .refine((value) => value !== "", { error: "token name can't be empty" })
      .meta({ description: "Name of the token.", override: { minLength: 1 } }),
    expires_in: z
      .number()
      .int()
      .optional()
      .transform((value) => value ?? 0)
      .refine((value) => value >= TOKEN_DAYS.min && value <= TOKEN_DAYS.max, {
        error: `expiration has to be between ${TOKEN_DAYS.min} and ${TOKEN_DAYS.max}`,
      })
      .meta({
        description: "Days until the token expires.",
        override: { minimum: TOKEN_DAYS.min, maximum: TOKEN_DAYS.max },
      }),
    scopes: tokenScopes.optional().meta({
      description:
        "Scopes that limit the owner's rights, such as `groups:read`; absent for the whole role. An empty list allows nothing. Created with a token that has scopes, absent means `all`.",
    }),
  })
  .meta({ id: "PersonalAccessTokenRequest" })
  .register(narrowing, { narrows: TOKEN_NARROWING });

/** The sort orders of all lists of access tokens. */
export const TOKEN_ORDER_NAMES = ["created_at", "name", "expiration_date", "last_used"] as const;

export const listTokensQuery = pagedQuery(TOKEN_ORDER_NAMES);

export const tokenParams = z.object({
  userId: userIdParam,
  tokenId: text.meta({ description: "Access token ID." }),
});
