import type { Metadata } from "next";
import { ReviewTable } from "#components/access-review/review-table.tsx";
import type { ReviewedUser } from "#components/access-review/reviewed-user.ts";
import { ExportLinks } from "#components/list/export-links.tsx";
import { packRows } from "#components/list/packed-rows.ts";
import { Pager } from "#components/list/pager.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { reviewsQuery } from "#lib/contract/access-review.ts";
import { PAGES } from "#lib/contract/pages.ts";
import type { ReviewView } from "#lib/contract/views.ts";
import { canBegin } from "#lib/policy/can.ts";
import { isSensitive } from "#lib/policy/sensitive.ts";
import { countReviews, listReviews } from "#lib/services/reviews/list-reviews.ts";
import { describeUsers } from "#lib/services/users/describe-users.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { loadPage } from "../../load-page.ts";
import { parseListQuery, type SearchParams } from "../../parse-list-query.ts";
import { policyActor } from "../../policy-actor.ts";
import { contactsToFilterBy, NoServiceUsers } from "../user-list.tsx";

export const metadata: Metadata = { title: PAGES.accessReview.label };

export default async function AccessReviewPage({ searchParams }: { searchParams: SearchParams }) {
  const { path, label } = PAGES.accessReview;
  const { query, address } = await parseListQuery(reviewsQuery, path, searchParams);
  const actor = await requireActor(address);
  const seeing = canBegin(actor, "users.list");
  if (!seeing.allowed) return <Forbidden actor={actor} refusal={seeing.refusal} />;
  const page = await loadPage(listReviews(actor, query), { address, cursor: query.cursor });
  const total = await countReviews(actor, query);
  const none = total === 0 && (await countReviews(actor, {})) === 0;
  const users = await reviewedUsers(actor, page.items);
  const days = actor.settings.accessReviewDays;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label, href: path }]}
        title={label}
        description={`Rights that no call of the last 90 days needed are unused. A yearly job may look unused. ${
          days === null ? "Reviews are never due." : `A review is due after ${days} days.`
        }`}
        action={
          none ? null : (
            <span className="flex gap-2">
              <ExportLinks operation="reviews.export" address={address} noun="service users" />
            </span>
          )
        }
      />
      {none ? (
        <NoServiceUsers />
      ) : (
        <>
          <ReviewTable
            users={packRows(users)}
            total={total}
            actor={policyActor(actor)}
            contacts={await contactsToFilterBy(actor, users, query.contact)}
            isDueOnly={query.due === "true"}
          />
          <Pager address={address} next={page.next} previous={page.previous} />
        </>
      )}
    </>
  );
}

/** Only what the rows show: some service users hold all rights. */
async function reviewedUsers(actor: Actor, reviews: ReviewView[]): Promise<ReviewedUser[]> {
  const described = await describeUsers(
    actor,
    reviews.map(({ user }) => user),
  );
  return described.flatMap((user, index) => {
    const review = reviews[index];
    if (review === undefined) return [];
    const { reviewedAt, reviewedByName, isDue, access } = review;
    const rights = access && {
      held: access.rights.length,
      unused: access.unusedRights.length,
      sensitive: access.unusedRights.filter(isSensitive),
    };
    return [{ ...user, reviewedAt, reviewedByName, isDue, rights }];
  });
}
