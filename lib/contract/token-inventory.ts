import { z } from "zod";
import { bomFitsFormat, exportFields } from "./exports.ts";
import { id, text } from "./fields.ts";
import { INVENTORY_DAYS_MAX } from "./inventory-days.ts";
import { pagedQuery } from "./paging.ts";
import { accessToken, TOKEN_ORDER_NAMES } from "./tokens.ts";

/** What a list can be narrowed to; an item's own state is the first two. */
const TOKEN_STATES = ["active", "expired", "expiring", "never_used", "unused"] as const;
const OWNER_KINDS = ["user", "service_user"] as const;

/** Most ids a call may revoke, and most tokens of which an answer tells more than the number. */
export const REVOKE_IDS_MAX = 1000;

/** An access token with its owner and its use, as the list of the whole account tells it. */
export const inventoryToken = accessToken
  .extend({
    user_id: id,
    user_name: z.string(),
    is_service_user: z.boolean(),
    is_user_blocked: z.boolean(),
    fingerprint: z.string(),
    state: z.enum(["active", "expired"]),
    created_by_name: z.string().nullable(),
    is_creator_blocked: z.boolean(),
    last_used_agent: z.string().optional(),
  })
  .meta({ id: "InventoryToken" });

const oneOf = <const Names extends readonly [string, ...string[]]>(field: string, names: Names) =>
  z.enum(names, { error: `${field} must be one of ${names.join(", ")}` }).optional();

const idField = (field: string) => id.min(1, { error: `${field} must not be empty` }).optional();

/** A whole plain token is cut here; clients should cut it before they send it, since URLs travel. */
const fingerprint = text
  .regex(/^nbp_([0-9A-Za-z]{10}|[0-9A-Za-z]{36})$/, {
    error: "fingerprint must be nbp_ and the ten letters or digits that follow it",
  })
  .transform((value) => value.slice(0, 14))
  .optional();

const conditions = {
  id: idField("id"),
  user_id: idField("user_id"),
  created_by: idField("created_by"),
  created_by_token_id: idField("created_by_token_id"),
  state: oneOf("state", TOKEN_STATES),
  owner_kind: oneOf("owner_kind", OWNER_KINDS),
  fingerprint,
};

const daysError = (field: string, max: number) => ({
  error: `${field} must be a whole number of days from 1 to ${max}`,
});

function dayCount(field: string, max: number) {
  const wrong = daysError(field, max);
  return z.number(wrong).int(wrong).min(1, wrong).max(max, wrong);
}

/** The same as a query spells it. */
export const dayText = (field: string, max: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, daysError(field, max))
    .transform(Number)
    .pipe(dayCount(field, max))
    .meta({ override: { type: "integer", minimum: 1, maximum: max } });

const dayTexts = {
  expiring_within_days: dayText("expiring_within_days", INVENTORY_DAYS_MAX.expiring).optional(),
  unused_for_days: dayText("unused_for_days", INVENTORY_DAYS_MAX.unused).optional(),
};

type Days = {
  state?: string | undefined;
  expiring_within_days?: unknown;
  unused_for_days?: unknown;
};

/** Days that mean nothing beside the state asked for would be taken for a condition. */
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
      message: `${field} goes with state=${needed} only`,
      input: filter[field],
    });
  }
}

const inventoryPage = pagedQuery(TOKEN_ORDER_NAMES).extend({ ...conditions, ...dayTexts });

export const inventoryQuery = inventoryPage.superRefine(daysFitState);

export const exportTokensQuery = inventoryPage
  .omit({ page_size: true, cursor: true })
  .extend(exportFields)
  .superRefine(bomFitsFormat)
  .superRefine(daysFitState);

/** The conditions of the list, in a body. A misspelt one is refused: it would widen the rest. */
const inventoryFilter = z
  .strictObject({
    ...conditions,
    expiring_within_days: dayCount("expiring_within_days", INVENTORY_DAYS_MAX.expiring).optional(),
    unused_for_days: dayCount("unused_for_days", INVENTORY_DAYS_MAX.unused).optional(),
    search: text.max(255, { error: "search must be at most 255 characters" }).optional(),
  })
  .superRefine(daysFitState)
  .refine(
    ({ search, ...others }) =>
      (search ?? "").trim() !== "" || Object.values(others).some((value) => value !== undefined),
    { error: "filter must have at least one condition" },
  );

/** Which tokens a list, an export or a revocation concerns. */
export type InventoryFilter = z.output<typeof inventoryFilter>;

export const revokeTokensBody = z
  .strictObject({
    ids: z
      .array(id)
      .min(1, { error: "ids must have at least one entry" })
      .max(REVOKE_IDS_MAX, { error: `ids must have at most ${REVOKE_IDS_MAX} entries` })
      .optional(),
    filter: inventoryFilter.optional(),
    with_created: z.boolean().optional(),
    dry_run: z.boolean().optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    error: "either ids or filter must be given",
  });

/** What was, or with `dry_run` would be, deleted; of many tokens only the first are listed. */
export const revokedTokens = z.object({
  matched: z.int(),
  deleted: z.int(),
  tokens: z.array(inventoryToken.extend({ uses_30_days: z.int().min(0) })),
});

export const summaryQuery = z.object(dayTexts);

const count = z.int().min(0);
/** How many there are of what the caller may read, with the days that two of the counts mean. */
export const tokensSummary = z.object({
  total: count,
  active: count,
  expired: count,
  expiring: count,
  never_used: count,
  unused: count,
  by_owner_kind: z.object({ user: count, service_user: count }),
  expiring_within_days: z.int(),
  unused_for_days: z.int(),
  by_expiry: z.array(
    z
      .object({ after_days: z.int(), until_days: z.int().nullable(), count })
      .meta({ id: "ExpiryCount" }),
  ),
});
