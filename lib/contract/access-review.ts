import { z } from "zod";
import { bomFitsFormat, exportFields } from "./exports.ts";
import { id, ROLES, timestamp, userIdParam } from "./fields.ts";
import { pagedQuery } from "./paging.ts";

const TOKENS_HIDDEN = "Absent for callers who may not read the access tokens of others.";

const review = {
  reviewed_at: timestamp.meta({
    description: "Time of the last review; at first, of the creation.",
  }),
  reviewed_by: id.meta({
    description: "ID of the user who reviewed it; at first, of its creator.",
  }),
};

/** A service user as an access review shows it. */
export const reviewedUser = z
  .object({
    id: id.meta({ description: "User ID of the service user." }),
    name: z.string().meta({ description: "Name of the service user." }),
    description: z
      .string()
      .optional()
      .meta({ description: "What it is for; absent if it has no description." }),
    contact: id.optional().meta({
      description: "ID of the user to ask about it; absent if it has no contact.",
    }),
    role: z.enum(ROLES).meta({ description: "Role." }),
    status: z.enum(["active", "blocked"]).meta({ description: "Status." }),
    created_at: timestamp.meta({ description: "Time of creation." }),
    ...review,
    reviewed_by_name: z.string().nullable().meta({
      description: "Name of the user who reviewed it; null if they no longer exist.",
    }),
    due: z.boolean().meta({
      description: "Whether it was not reviewed for as long as `access_review_days` allows.",
    }),
    last_used: timestamp
      .nullable()
      .optional()
      .meta({
        description: `Time of the latest request with one of its access tokens; null for none. ${TOKENS_HIDDEN}`,
      }),
    tokens: z
      .int()
      .optional()
      .meta({
        description: `Number of access tokens that are neither expired nor disabled. ${TOKENS_HIDDEN}`,
      }),
    whole_role_tokens: z
      .int()
      .optional()
      .meta({ description: `Number of these without scopes. ${TOKENS_HIDDEN}` }),
    scopes: z
      .array(z.string())
      .optional()
      .meta({ description: `Scopes of the others together. ${TOKENS_HIDDEN}` }),
    rights: z
      .array(z.string())
      .optional()
      .meta({
        description: `Rights of these tokens: modules with \`read\` or \`write\`. ${TOKENS_HIDDEN}`,
      }),
    unused_rights: z
      .array(z.string())
      .optional()
      .meta({
        description: `Rights among these that no request of the last 90 days needed. ${TOKENS_HIDDEN}`,
      }),
  })
  .meta({ id: "ReviewedServiceUser" });

const reviewsPage = pagedQuery(["created_at", "name"]).extend({
  role: z
    .enum(ROLES, { error: `role must be one of ${ROLES.join(", ")}` })
    .optional()
    .meta({ description: "Only service users with this role." }),
  contact: id.optional().meta({
    description: "Only service users with this user as contact, or `none` for those without one.",
  }),
  due: z
    .enum(["true", "false"], { error: "due must be true or false" })
    .optional()
    .meta({ description: "`true` for those due for review only, `false` for all others." }),
});

export const reviewsQuery = reviewsPage;

export const exportReviewsQuery = reviewsPage
  .omit({ page_size: true, cursor: true })
  .extend(exportFields)
  .superRefine(bomFitsFormat);

/** The filter and order of a review. */
export type ReviewsQuery = z.output<typeof reviewsQuery>;

/** The answer to a confirmation. */
export const confirmedReview = z
  .object({ id: id.meta({ description: "User ID of the service user." }), ...review })
  .meta({ id: "ConfirmedReview" });

export const reviewParams = z.object({ userId: userIdParam });
