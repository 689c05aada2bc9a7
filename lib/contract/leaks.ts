import { z } from "zod";
import { text } from "./fields.ts";

/** Most tokens of one report. */
export const LEAKED_MAX = 100;

/** How a leaked access token is treated: deleted, disabled, or only reported to the account. */
export const LEAK_ACTIONS = ["revoke", "disable", "notify"] as const;
export type LeakAction = (typeof LEAK_ACTIONS)[number];

export const reportLeakBody = z
  .strictObject({
    tokens: z
      .array(text.max(200, { error: "a token must be at most 200 characters" }))
      .min(1, { error: "tokens must have at least one entry" })
      .max(LEAKED_MAX, { error: `tokens must have at most ${LEAKED_MAX} entries` })
      .meta({ description: "The access tokens as they were found, whole." }),
    source: text
      .max(100, { error: "source must be at most 100 characters" })
      .optional()
      .meta({ description: "The kind of place where they were found, such as `gitleaks`." }),
    url: text
      .max(2000, { error: "url must be at most 2000 characters" })
      .optional()
      .meta({ description: "Where they were found." }),
  })
  .meta({ id: "LeakReport" });

/** The same for live, ended and unknown tokens: a report reveals nothing about them. */
export const acceptedLeaks = z
  .object({
    accepted: z.int().min(0).meta({
      description: "Number of different tokens in the report that have the form of Roost's tokens.",
    }),
  })
  .meta({ id: "AcceptedLeakReport" });
