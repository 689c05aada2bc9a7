import { z } from "zod";
import { bomFitsFormat, exportFields } from "./exports.ts";
import { id, text } from "./fields.ts";
import { INVENTORY_DAYS, INVENTORY_DAYS_MAX } from "./inventory-days.ts";
import { pagedQuery, searchField } from "./paging.ts";
import { accessToken, TOKEN_ORDER_NAMES } from "./tokens.ts";

/** `state` of an item: an expired token is not also disabled. */
const ITEM_STATES = ["active", "expired", "disabled"] as const;
/** The states to filter by. */
const TOKEN_STATES = [...ITEM_STATES, "expiring", "never_used", "unused"] as const;
const OWNER_KINDS = ["user", "service_user"] as const;

/** Most IDs in one revocation, and most tokens that an answer lists. */
export const REVOKE_IDS_MAX = 1000;

export const lastUsedAgent = z
  .string()
  .optional()
  .meta({ description: "User-Agent of the latest request; absent until the first." });

/** An access token with its owner and usage, as in the list of the account. */
export const inventoryToken = accessToken
  .extend({
    user_id: id.meta({ description: "User ID of the token's owner." }),
    user_name: z.string().meta({ description: "Name of the owner." }),
    is_service_user: z.boolean().meta({ description: "Whether the owner is a service user." }),
    is_user_blocked: z.boolean().meta({
      description:
        "Whether the owner is blocked or awaits approval; requests with the token get 403.",
    }),
    fingerprint: z
      .string()
      .meta({ description: "Visible start of the token: `nbp_` and ten characters." }),
    state: z.enum(ITEM_STATES).meta({ description: "State of the token." }),
    created_by_name: z.string().nullable().meta({
      description: "Name of the user who created the token; null if they no longer exist.",
    }),
    is_creator_blocked: z.boolean().meta({
      description:
        "Whether the creator is blocked or awaits approval. They may still know the plain token.",
    }),
    last_used_agent: lastUsedAgent,
  })
  .meta({ id: "InventoryToken" });

const oneOf = <const Names extends readonly [string, ...string[]]>(field: string, names: Names) =>
  z.enum(names, { error: `${field} must be one of ${names.join(", ")}` }).optional();

const idField = (field: string) => id.min(1, { error: `${field} must not be empty` }).optional();

/** Cuts a plain token. Clients should cut it before they send it, since URLs are logged. */
const fingerprint = text
  .regex(/^nbp_([0-9A-Za-z]{10}|[0-9A-Za-z]{36})$/, {
    error: "fingerprint must be nbp_ and the ten letters or digits that follow it",
  })
  .transform((value) => value.slice(0, 14))
  .optional();

const conditions = {
  id: idField("id").meta({ description: "Only the token with this ID." }),
  user_id: idField("user_id").meta({ description: "Only tokens of this user." }),
  created_by: idField("created_by").meta({ description: "Only tokens created by this user." }),
  created_by_token_id: idField("created_by_token_id").meta({
    description:
      "Only tokens created with this token, directly or through others, even if it was revoked.",
  }),
  state: oneOf("state", TOKEN_STATES).meta({ description: "Only tokens in this state." }),
  owner_kind: oneOf("owner_kind", OWNER_KINDS).meta({
    description: "Only tokens of this kind of owner.",
  }),
  fingerprint: fingerprint.meta({
    description: "Only the token that starts with this: `nbp_` and ten characters.",
  }),
  scope: text
    .min(1, { error: "scope must not be empty" })
    .max(100, { error: "scope must be at most 100 characters" })
    .optional()
    .meta({
      description:
        "Only tokens whose scopes cover this one, such as `users:write`. Tokens without scopes cover every scope.",
    }),
};

const RESTRICTED =
  "`true` for tokens with scopes or allowed networks only, `false` for all other tokens.";

const daysError = (field: string, max: number) => ({
  error: `${field} must be a whole number of days from 1 to ${max}`,
});

function dayCount(field: string, max: number) {
  const wrong = daysError(field, max);
  return z.number(wrong).int(wrong).min(1, wrong).max(max, wrong);
}

/** The same as a string in a query. */
export const dayText = (field: string, max: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, daysError(field, max))
    .transform(Number)
    .pipe(dayCount(field, max))
    .meta({ override: { type: "integer", minimum: 1, maximum: max } });

const EXPIRING = `Days until expiry that count as \`expiring\`; ${INVENTORY_DAYS.expiring} if absent.`;
const UNUSED = `Days without a request that count as \`unused\`; ${INVENTORY_DAYS.unused} if absent.`;

/** The days of the states `expiring` and `unused`, in a query. */
export const dayTexts = {
  expiring_within_days: dayText("expiring_within_days", INVENTORY_DAYS_MAX.expiring)
    .optional()
    .meta({ description: EXPIRING }),
  unused_for_days: dayText("unused_for_days", INVENTORY_DAYS_MAX.unused)
    .optional()
    .meta({ description: UNUSED }),
};

type Days = {
  state?: string | undefined;
  expiring_within_days?: unknown;
  unused_for_days?: unknown;
};

/** Refuses days that do not apply to the requested state: callers would take them for a condition. */
function daysFitState(filter: Days, context: z.core.$RefinementCtx): void {
  const { state } = filter;
  for (const [field, needed] of [
    ["expiring_within_days", "expiring"],
    ["unused_for_days", "unused"],
  ] as const) {
    if (filter[field] === undefined || state === needed) continue;
    context.issues.push({
      code: "custom",
      path: [field],
      message: `${field} requires state=${needed}`,
      input: filter[field],
    });
  }
}

const restrictedText = z
  .enum(["true", "false"], { error: "restricted must be true or false" })
  .transform((value) => value === "true")
  .optional()
  .meta({ description: RESTRICTED, override: { type: "boolean" } });

const inventoryPage = pagedQuery(TOKEN_ORDER_NAMES).extend({
  ...{ ...conditions, restricted: restrictedText },
  ...dayTexts,
});

export const inventoryQuery = inventoryPage.superRefine(daysFitState);

export const exportTokensQuery = inventoryPage
  .omit({ page_size: true, cursor: true })
  .extend(exportFields)
  .superRefine(bomFitsFormat)
  .superRefine(daysFitState);

/** The filter of the list, in a body. Unknown conditions are refused: ignoring one would match more. */
const inventoryFilter = z
  .strictObject({
    ...conditions,
    restricted: z
      .boolean({ error: "restricted must be true or false" })
      .optional()
      .meta({ description: RESTRICTED }),
    expiring_within_days: dayCount("expiring_within_days", INVENTORY_DAYS_MAX.expiring)
      .optional()
      .meta({ description: EXPIRING }),
    unused_for_days: dayCount("unused_for_days", INVENTORY_DAYS_MAX.unused)
      .optional()
      .meta({ description: UNUSED }),
    search: searchField,
  })
  .superRefine(daysFitState)
  .refine(
    ({ search, ...others }) =>
      (search ?? "").trim() !== "" || Object.values(others).some((value) => value !== undefined),
    { error: "filter must have at least one condition" },
  );

/** The tokens of a list, an export or a revocation. */
export type InventoryFilter = z.output<typeof inventoryFilter>;

export const revokeTokensBody = z
  .strictObject({
    ids: z
      .array(id)
      .min(1, { error: "ids must have at least one entry" })
      .max(REVOKE_IDS_MAX, { error: `ids must have at most ${REVOKE_IDS_MAX} entries` })
      .optional()
      .meta({ description: "IDs of the tokens to delete. Either `ids` or `filter` is required." }),
    filter: inventoryFilter
      .optional()
      .meta({ description: "Conditions that the tokens to delete meet." }),
    with_created: z.boolean().optional().meta({
      description: "Also deletes the tokens created with these, directly or through others.",
    }),
    dry_run: z
      .boolean()
      .optional()
      .meta({ description: "Deletes nothing and returns what would be deleted." }),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    error: "either ids or filter must be given",
  });

/** The tokens that were, or with `dry_run` would be, deleted; long lists are cut. */
export const revokedTokens = z.object({
  matched: z.int().meta({ description: "Number of matching tokens." }),
  deleted: z.int().meta({ description: "Number of deleted tokens." }),
  tokens: z
    .array(
      inventoryToken.extend({
        uses_30_days: z
          .int()
          .min(0)
          .meta({ description: "Requests in the last 30 days, including today." }),
      }),
    )
    .meta({ description: `The tokens, ${REVOKE_IDS_MAX} at most.` }),
});
