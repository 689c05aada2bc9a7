import { z } from "zod";
import { timestamp } from "./fields.ts";
import { dayText } from "./token-inventory.ts";

export const USAGE_DAYS = { preset: 30, max: 90 } as const;

/** So many of the latest addresses are kept of each token. */
export const ADDRESSES_MAX = 20;

export const usageQuery = z.object({
  days: dayText("days", USAGE_DAYS.max).default(USAGE_DAYS.preset),
});

const count = z.int().min(0);
/** Every day (UTC) that was asked for, the earliest first; the last one is today. */
const byDay = z.array(z.object({ day: z.iso.date(), count }).meta({ id: "DayCount" }));
const days = z.int();

/** What a token was used for. An operation that this version does not know has only its id. */
export const tokenUsage = z
  .object({
    token_id: z.string(),
    days,
    total: count,
    last_used: timestamp.optional(),
    last_used_ip: z.string().optional(),
    last_used_agent: z.string().optional(),
    /** The latest ones, the last used first, whatever the days asked for. */
    addresses: z.array(
      z
        .object({
          address: z.string(),
          agent: z.string(),
          first_used: timestamp,
          last_used: timestamp,
        })
        .meta({ id: "TokenAddress" }),
    ),
    by_day: byDay,
    by_operation: z.array(
      z
        .object({
          operation: z.string(),
          method: z.string().optional(),
          path: z.string().optional(),
          summary: z.string().optional(),
          count,
          last_day: z.iso.date(),
        })
        .meta({ id: "OperationUse" }),
    ),
  })
  .meta({ id: "TokenUsage" });

/** The use of all tokens together that the caller may read. */
export const tokensUsage = z.object({ days, total: count, by_day: byDay });

/** How many audit events there were on each day. */
export const dailyEvents = z.object({ days, by_day: byDay });
