import type { accessReviewOperations } from "#lib/contract/operations/access-review.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_ACCESS_TOKEN, SAMPLE_PERSON, SAMPLE_SERVICE_USER } from "../samples.ts";

const REVIEW = { reviewed_at: "2026-11-24T10:00:00.000Z", reviewed_by: SAMPLE_PERSON.id };

export const accessReviewDocs: OperationDocs<keyof typeof accessReviewOperations> = {
  "reviews.list": {
    description:
      "Always returns a page, of 50 items without `page_size`; the `Link` header has the next one. " +
      "What concerns access tokens is absent for callers other than owners and admins, and for " +
      "access tokens without the scope pats:read.",
    answer: [
      {
        id: SAMPLE_SERVICE_USER.id,
        name: SAMPLE_SERVICE_USER.name,
        description: SAMPLE_SERVICE_USER.description,
        contact: SAMPLE_SERVICE_USER.contact,
        role: SAMPLE_SERVICE_USER.role,
        status: "active",
        created_at: "2026-08-02T09:00:00.000Z",
        ...REVIEW,
        reviewed_by_name: SAMPLE_PERSON.name,
        due: false,
        last_used: SAMPLE_ACCESS_TOKEN.last_used,
        tokens: 1,
        whole_role_tokens: 0,
        scopes: SAMPLE_ACCESS_TOKEN.scopes,
        rights: SAMPLE_ACCESS_TOKEN.scopes,
        unused_rights: ["users:read"],
      },
    ],
  },
  "reviews.export": {
    description: "The items of the list, of all pages.",
    answer: `id,name,role\r\n${SAMPLE_SERVICE_USER.id},${SAMPLE_SERVICE_USER.name},admin\r\n`,
  },
  "reviews.confirm": {
    description:
      "Sets the time of the last review and records the event `service.user.review`. Changes no rights.",
    permission: "Owners and admins; not for themselves.",
    answer: { id: SAMPLE_SERVICE_USER.id, ...REVIEW },
  },
};
