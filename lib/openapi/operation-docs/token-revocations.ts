import type { tokenRevocationsOperations } from "#lib/contract/operations/token-revocations.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_INVENTORY_TOKEN } from "../samples.ts";

const ADMINS = "Owners and admins, in a session of the dashboard.";
const FILTER = { created_by: SAMPLE_INVENTORY_TOKEN.created_by, unused_for_days: 90 } as const;
const RUNNING = {
  id: "d4k7k3vl3fq0l0h6v2m0",
  state: "running",
  filter: FILTER,
  ...{ created_by: SAMPLE_INVENTORY_TOKEN.user_id, created_at: "2026-11-24T09:00:00.000Z" },
  ...{ matched: 1, revoked: 0, refused: 0, remaining: 1 },
} as const;

export const tokenRevocationsDocs: OperationDocs<keyof typeof tokenRevocationsOperations> = {
  "tokens.revocations.start": {
    description:
      "Revokes every token that meets all conditions of the filter and exists at the start, in " +
      "batches, with an audit event each. It goes on after a restart. It needs a password entered " +
      "within 10 minutes: 403 with `required_proof` otherwise. With `dry_run` nothing is revoked " +
      "and no password is needed. The rights of the caller are checked again for each batch.",
    permission: ADMINS,
    body: { filter: FILTER },
    answer: { matched: 1, tokens: [SAMPLE_INVENTORY_TOKEN], revocation: RUNNING },
  },
  "tokens.revocations.get": {
    permission: ADMINS,
    answer: {
      ...RUNNING,
      state: "done",
      ...{ revoked: 1, remaining: 0 },
      finished_at: "2026-11-24T09:00:01.000Z",
    },
  },
};
