import { z } from "zod";
import { id, timestamp } from "./fields.ts";
import { pagedQuery } from "./paging.ts";

/** A token with rights that it does not use. */
export const rankedToken = z
  .object({
    token_id: id.meta({ description: "Access token ID." }),
    token_name: z.string().meta({ description: "Name of the token." }),
    user_id: id.meta({ description: "User ID of the token's owner." }),
    user_name: z.string().meta({ description: "Name of the owner." }),
    is_service_user: z.boolean().meta({ description: "Whether the owner is a service user." }),
    created_at: timestamp.meta({ description: "Time of creation." }),
    last_used: timestamp
      .optional()
      .meta({ description: "Time of the latest request; absent until the first." }),
    rights: z.int().meta({ description: "Number of the token's rights." }),
    unused_rights: z
      .int()
      .meta({ description: "Number of these that no request of the last 90 days needed." }),
    unused_sensitive_rights: z.array(z.string()).meta({
      description:
        "Those among the unused ones that change users, tokens, groups, policies or settings.",
    }),
    computed_at: timestamp.meta({
      description: "Time of the order, at most five minutes ago; the rights are those of now.",
    }),
  })
  .meta({ id: "RankedToken" });

export const rankedTokensQuery = pagedQuery(["unused"]).pick({ page_size: true, cursor: true });
