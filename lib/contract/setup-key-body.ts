import { z } from "zod";
import { givenId, text } from "./fields.ts";
import { GROUPS_MAX, type SetupKeyLimits } from "./request-limits.ts";

/**
 * The body with which a token with limits creates a setup key at NetBird: what NetBird requires, and
 * nothing else. NetBird reads an absent or zero number as unlimited, and a key in any letter case.
 */
export function setupKeyBody(limits: SetupKeyLimits) {
  const { expires_in: life, usage_limit: uses } = limits;
  const wrongLife = `expires_in must be a whole number from 1 to ${life}: the limit of the access token`;
  const wrongUses = `usage_limit must be a whole number from 1 to ${uses}: the limit of the access token`;
  const onlyOneOff = "type must be one-off: the limit of the access token";
  const onlyEphemeral = "ephemeral must be true: the limit of the access token";
  return z.strictObject({
    name: text.min(1, { error: "setup key name can't be empty" }).max(255),
    type: limits.one_off
      ? z.literal("one-off", { error: onlyOneOff })
      : z.enum(["one-off", "reusable"], { error: "type must be one-off or reusable" }),
    expires_in: z
      .number({ error: wrongLife })
      .int({ error: wrongLife })
      .min(1, { error: wrongLife })
      .max(life, { error: wrongLife }),
    auto_groups: z
      .array(givenId)
      .max(GROUPS_MAX)
      .superRefine((ids, { issues }) => {
        for (const [at, id] of ids.entries()) {
          if (limits.groups.includes(id)) continue;
          const message = `auto_groups.${at} is not among the groups of the access token's limits`;
          issues.push({ code: "custom", path: [at], message, input: id });
        }
      }),
    usage_limit: z
      .number({ error: wrongUses })
      .int({ error: wrongUses })
      .min(1, { error: wrongUses })
      .max(uses, { error: wrongUses }),
    ephemeral: limits.ephemeral
      ? z.literal(true, { error: onlyEphemeral })
      : z.boolean({ error: "ephemeral must be true or false" }),
  });
}
