import { z } from "zod";
import { networkRefusal } from "./allowed-networks.ts";
import { id, text, timestamp } from "./fields.ts";
import { INVENTORY_DAYS_MAX } from "./inventory-days.ts";
import { canonicalNetwork } from "./networks.ts";
import { inventoryToken } from "./token-inventory.ts";

/** Most tokens that a preview lists. */
export const PREVIEW_MAX = 50;

const REVOCATION_STATES = ["running", "done", "stopped"] as const;

const idField = (field: string) => id.min(1, { error: `${field} must not be empty` }).optional();

const daysError = {
  error: `unused_for_days must be a whole number of days from 1 to ${INVENTORY_DAYS_MAX.unused}`,
};

const networkField = (field: string) =>
  text
    .transform((entry, context) => {
      const network = canonicalNetwork(entry);
      if (typeof network === "string") return network;
      const message = networkRefusal(entry, field) ?? `${field} must be a network`;
      context.issues.push({ code: "custom", message, input: entry });
      return z.NEVER;
    })
    .optional();

const ONE_NEEDED = "filter must have at least one condition, or all: true";

/** The tokens of a revocation. Unknown conditions are refused: ignoring one would match more. */
export const revocationFilter = z
  .strictObject({
    user_id: idField("user_id").meta({ description: "Only tokens of this user." }),
    created_by: idField("created_by").meta({ description: "Only tokens created by this user." }),
    unused_for_days: z
      .number(daysError)
      .int(daysError)
      .min(1, daysError)
      .max(INVENTORY_DAYS_MAX.unused, daysError)
      .optional()
      .meta({ description: "Only tokens at least as old, without a request in these days." }),
    last_used_from: networkField("last_used_from").meta({
      description: "Only tokens whose latest request came from this network, in CIDR notation.",
    }),
    used_from: networkField("used_from").meta({
      description:
        "Only tokens used from this network, at any of the addresses that their usage shows.",
    }),
    all: z.literal(true, { error: "all must be true or absent" }).optional().meta({
      description: "All tokens of the account, instead of conditions.",
    }),
  })
  .superRefine(({ all, ...conditions }, context) => {
    const given = Object.values(conditions).some((value) => value !== undefined);
    if (given !== (all === true)) return;
    const message = given ? "all must be absent where filter has conditions" : ONE_NEEDED;
    context.issues.push({ code: "custom", path: given ? ["all"] : [], message, input: all });
  });

export type RevocationFilter = z.output<typeof revocationFilter>;

/** The same in an answer. */
const shownFilter = z.object({
  user_id: id.optional().meta({ description: "Owner of the tokens." }),
  created_by: id.optional().meta({ description: "Creator of the tokens." }),
  unused_for_days: z.int().optional().meta({ description: "Days without a request." }),
  last_used_from: z.string().optional().meta({ description: "Network of the latest request." }),
  used_from: z.string().optional().meta({ description: "Network of any known address." }),
  all: z.literal(true).optional().meta({ description: "All tokens of the account." }),
});

export const startRevocationBody = z.strictObject({
  filter: revocationFilter.meta({ description: "Conditions that the tokens to revoke all meet." }),
  dry_run: z.boolean().optional().meta({
    description: "Revokes nothing and returns what would be revoked.",
  }),
});

/** A revocation with its progress; once it is finished, its report. */
export const tokenRevocation = z
  .object({
    id: id.meta({ description: "ID of the revocation." }),
    state: z.enum(REVOCATION_STATES).meta({
      description:
        "`running`, `done`, or `stopped` because the user who started it may no longer revoke these tokens.",
    }),
    filter: shownFilter.meta({ description: "Conditions of the revocation." }),
    created_by: id.meta({ description: "User ID of who started it." }),
    created_at: timestamp.meta({
      description: "Time of the start. Tokens created later are not revoked.",
    }),
    finished_at: timestamp.optional().meta({ description: "Time of the end; absent until then." }),
    matched: z.int().meta({ description: "Number of matching tokens at the start." }),
    revoked: z.int().meta({ description: "Number of tokens revoked so far." }),
    refused: z.int().meta({
      description: "Number of tokens that the user who started it may not revoke.",
    }),
    remaining: z.int().meta({
      description:
        "Number of tokens left. Once done, those that were gone or no longer matched in their turn.",
    }),
  })
  .meta({ id: "TokenRevocation" });

export const startedRevocation = z.object({
  matched: z.int().meta({ description: "Number of matching tokens." }),
  tokens: z
    .array(inventoryToken)
    .meta({ description: `The oldest of the tokens, ${PREVIEW_MAX} at most.` }),
  revocation: tokenRevocation
    .optional()
    .meta({ description: "The revocation that was started; absent with `dry_run`." }),
});

export const revocationParams = z.object({
  revocationId: text.meta({ description: "ID of the revocation." }),
});
