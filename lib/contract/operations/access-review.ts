import { z } from "zod";
import {
  confirmedReview,
  exportReviewsQuery,
  reviewedUser,
  reviewParams,
  reviewsQuery,
} from "../access-review.ts";
import { type Chapter, none } from "../operation.ts";

/** Operations on the review of service users. */
export const accessReviewOperations = {
  "reviews.list": {
    summary: "List service users for an access review",
    tag: "users",
    access: "users.read",
    alsoScope: "pats.read",
    params: none,
    query: reviewsQuery,
    body: null,
    response: z.array(reviewedUser),
    problems: [],
  },
  "reviews.export": {
    summary: "Export an access review as a CSV or JSON file",
    tag: "users",
    access: "users.read",
    alsoScope: "pats.read",
    params: none,
    query: exportReviewsQuery,
    body: null,
    response: z.array(reviewedUser),
    problems: [],
    file: true,
  },
  "reviews.confirm": {
    summary: "Confirm that a service user keeps its access",
    tag: "users",
    access: "users.update",
    params: reviewParams,
    query: none,
    body: null,
    response: confirmedReview,
    problems: ["not_found"],
  },
} as const satisfies Chapter;
