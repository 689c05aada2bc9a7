import { reviewedUser } from "#lib/contract/access-review.ts";
import type { accessReviewOperations } from "#lib/contract/operations/access-review.ts";
import { toWireReview } from "#lib/contract/to-wire.ts";
import type { ReviewView } from "#lib/contract/views.ts";
import { confirmReview } from "#lib/services/reviews/confirm-review.ts";
import { listReviews, reviewPages } from "#lib/services/reviews/list-reviews.ts";
import { columnsOf, exportFile } from "../export-file.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

export const accessReviewHandlers: Handlers<keyof typeof accessReviewOperations> = {
  "reviews.list": {
    async run({ actor, query, url }) {
      const { items, ...pages } = await listReviews(actor, query);
      return reply(items.map(toWireReview), linkToPages(url, pages));
    },
  },
  "reviews.export": {
    async run({ actor, query: { format, bom, ...query } }) {
      const rows = onTheWire(reviewPages(actor, query));
      const columns = columnsOf(reviewedUser);
      return exportFile({ name: "access-review", format, bom: bom === "1", columns, rows });
    },
  },
  "reviews.confirm": {
    async run({ actor, params }) {
      const { id, reviewedAt, reviewedBy } = await confirmReview(actor, params.userId);
      return { id, reviewed_at: reviewedAt.toISOString(), reviewed_by: reviewedBy };
    },
  },
};

async function* onTheWire(pages: AsyncIterable<ReviewView[]>) {
  for await (const page of pages) yield page.map(toWireReview);
}
