import { z } from "zod";
import { dayTexts } from "./token-inventory.ts";

export const summaryQuery = z.object(dayTexts);

const count = z.int().min(0);
/** Counts of the tokens that the caller may read, with the days of two of the counts. */
export const tokensSummary = z.object({
  total: count.meta({ description: "Total count." }),
  active: count.meta({ description: "Tokens that have not expired and are not disabled." }),
  expired: count.meta({ description: "Tokens that have expired." }),
  disabled: count
    .optional()
    .meta({ description: "Disabled tokens that have not expired; absent if there are none." }),
  expiring: count.meta({ description: "Active tokens that expire within `expiring_within_days`." }),
  never_used: count.meta({ description: "Tokens without any request." }),
  unused: count.meta({
    description: "Tokens older than `unused_for_days` without a request in that time.",
  }),
  by_owner_kind: z
    .object({
      user: count.meta({ description: "Tokens of users." }),
      service_user: count.meta({ description: "Tokens of service users." }),
    })
    .meta({ description: "Total count by kind of owner." }),
  expiring_within_days: z.int().meta({ description: "Days that `expiring` covers." }),
  unused_for_days: z.int().meta({ description: "Days that `unused` covers." }),
  by_expiry: z
    .array(
      z
        .object({
          after_days: z
            .int()
            .meta({ description: "Start of the range, in days from now; exclusive." }),
          until_days: z
            .int()
            .nullable()
            .meta({ description: "End of the range; inclusive, null for no end." }),
          count: count.meta({ description: "Tokens that expire in the range." }),
        })
        .meta({ id: "ExpiryCount" }),
    )
    .meta({ description: "Active tokens by time to expiry." }),
});
