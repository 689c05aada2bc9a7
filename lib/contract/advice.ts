import { z } from "zod";
import { text } from "./fields.ts";
import { SCOPES_MAX } from "./token-limits.ts";
import { operationFields } from "./usage.ts";

/** Why the usage of a token allows no advice. */
export const ADVICE_GAPS = [
  "too_young",
  "counted_too_short",
  "too_few_calls",
  "too_few_days",
  "unknown_operations",
  "needs_whole_role",
  "already_narrow",
  "gives_rights",
] as const;

/** The service refuses unknown scopes. */
export const adviceQuery = z.object({
  scopes: text
    .max(8192, { error: "scopes must be at most 8192 characters" })
    .transform((value) => [...new Set(value.split(",").filter(Boolean))])
    .refine((scopes) => scopes.length <= SCOPES_MAX, {
      error: `scopes must have at most ${SCOPES_MAX} entries`,
    })
    .optional()
    .meta({
      description:
        "Scopes to check, separated by commas; empty for a token that may do nothing. Without it the advised ones are checked.",
      override: { type: "string", maxLength: 8192 },
    }),
});

const calls = z.int().min(0);
const rights = (description: string) => z.array(z.string()).meta({ description });
const unknownOperations = z
  .array(z.string())
  .optional()
  .meta({ description: "Called operations that this version does not know; absent for none." });

const checkedOperation = z
  .object({
    ...operationFields,
    calls: calls.meta({ description: "Number of requests." }),
  })
  .meta({ id: "RefusedOperation" });

/** The smallest scopes for what a token was used for. */
export const tokenAdvice = z
  .object({
    token_id: z.string().meta({ description: "Access token ID." }),
    window_days: z.int().meta({
      description: "Days considered, including today: 30, or more if the token pauses for longer.",
    }),
    calls: calls.meta({
      description: "Requests in these days, without those that lacked a right.",
    }),
    active_days: z.int().meta({ description: "Days with such a request." }),
    granted: rights("Rights of the token: modules with `read` or `write`, such as `groups:read`."),
    used: rights("Rights among these that requests needed."),
    attempted: z
      .array(
        z
          .object({
            scope: z.string().meta({ description: "Scope that the requests needed." }),
            calls: calls.meta({ description: "Number of refused requests." }),
          })
          .meta({ id: "AttemptedScope" }),
      )
      .optional()
      .meta({ description: "Rights that refused requests lacked; absent for none." }),
    unknown_operations: unknownOperations,
    advised_scopes: z
      .array(z.string())
      .optional()
      .meta({ description: "Smallest scopes for these requests; absent without enough data." }),
    no_advice: z
      .enum(ADVICE_GAPS)
      .optional()
      .meta({ description: "Why there are no advised scopes." }),
    check: z
      .object({
        scopes: z.array(z.string()).meta({ description: "Checked scopes." }),
        days: z.int().meta({ description: "Days whose requests were checked, including today." }),
        calls: calls.meta({ description: "Requests in these days." }),
        would_be_refused: calls.meta({
          description: "Requests among these that the scopes would refuse.",
        }),
        operations: z
          .array(checkedOperation)
          .meta({ description: "Operations that would be refused, most requests first." }),
        uncertain: z.array(checkedOperation).optional().meta({
          description:
            "Operations that the scopes allow, but that may be refused: they give rights, which must lie within those of the token. Absent for none.",
        }),
        unknown_operations: unknownOperations,
      })
      .meta({ id: "ScopeCheck" })
      .optional()
      .meta({ description: "What other scopes would have refused. Changes nothing." }),
  })
  .meta({ id: "TokenAdvice" });
