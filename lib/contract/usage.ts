import { z } from "zod";
import { timestamp } from "./fields.ts";
import { dayText, lastUsedAgent } from "./token-inventory.ts";
import { accessToken } from "./tokens.ts";

export const USAGE_DAYS = { preset: 30, max: 90 } as const;

/** Number of latest addresses that are kept per token. */
export const ADDRESSES_MAX = 20;

export const usageQuery = z.object({
  days: dayText("days", USAGE_DAYS.max)
    .default(USAGE_DAYS.preset)
    .meta({ description: "Number of days, including today." }),
});

const count = z.int().min(0);
/** Every requested day (UTC), oldest first; the last one is today. */
const byDay = z
  .array(
    z
      .object({
        day: z.iso.date().meta({ description: "Day in UTC." }),
        count: count.meta({ description: "Number on this day." }),
      })
      .meta({ id: "DayCount" }),
  )
  .meta({ description: "Count of each day, in order; the last day is today." });
const days = z.int().meta({ description: "Number of days, including today." });
const total = count.meta({ description: "Total count." });
const refused = z
  .int()
  .min(1)
  .optional()
  .meta({ description: "Number of these requests that lacked a right (403). Absent for none." });

/** An operation that was called, with its words if this version knows it. */
export const operationFields = {
  operation: z.string().meta({ description: "Stable name of the operation." }),
  method: z.string().optional().meta({ description: "HTTP method." }),
  path: z.string().optional().meta({ description: "Path, with parameters in braces." }),
  summary: z.string().optional().meta({ description: "Summary of the operation." }),
};

/** The usage of a token. An operation unknown to this version has only its ID. */
export const tokenUsage = z
  .object({
    token_id: z.string().meta({ description: "Access token ID." }),
    days,
    total,
    refused,
    last_used: accessToken.shape.last_used,
    last_used_ip: accessToken.shape.last_used_ip,
    last_used_agent: lastUsedAgent,
    addresses: z
      .array(
        z
          .object({
            address: z.string().meta({ description: "IP address." }),
            agent: z.string().meta({ description: "User-Agent of the latest request." }),
            first_used: timestamp.meta({ description: "Time of the first known request." }),
            last_used: timestamp.meta({ description: "Time of the latest request." }),
          })
          .meta({ id: "TokenAddress" }),
      )
      .meta({
        description: `The latest ${ADDRESSES_MAX} addresses, whatever the days; most recent first.`,
      }),
    by_day: byDay,
    by_operation: z
      .array(
        z
          .object({
            ...operationFields,
            count: count.meta({ description: "Number of requests, including refused ones." }),
            refused,
            last_day: z.iso.date().meta({ description: "Day of the latest request, in UTC." }),
          })
          .meta({ id: "OperationUse" }),
      )
      .meta({ description: "Count of each operation, most used first." }),
  })
  .meta({ id: "TokenUsage" });

/** The usage of all tokens that the caller may read. */
export const tokensUsage = z.object({ days, total, by_day: byDay });

/** Number of audit events per day. */
export const dailyEvents = z.object({ days, by_day: byDay });

/** Most networks in the answer about those that a user's tokens were used from. */
export const USED_NETWORKS_MAX = 10;

/** A network that a user's access tokens were used from, as for `allowed_networks`. */
export const usedNetwork = z.object({
  network: z
    .string()
    .meta({ description: "An IPv4 address as /32, or the /64 network of an IPv6 address." }),
  last_used: timestamp.meta({ description: "Time of the latest request from there." }),
});
