import type { OperationId } from "#lib/contract/routes.ts";
import type { OperationDocs } from "./operation-doc.ts";
import { accessReviewDocs } from "./operation-docs/access-review.ts";
import { accountsDocs, roostSettingsDocs } from "./operation-docs/accounts.ts";
import { eventsDocs, roostEventsDocs } from "./operation-docs/events.ts";
import { groupsDocs } from "./operation-docs/groups.ts";
import { healthDocs } from "./operation-docs/health.ts";
import { instanceDocs } from "./operation-docs/instance.ts";
import { introspectionDocs } from "./operation-docs/introspection.ts";
import { invitesDocs } from "./operation-docs/invites.ts";
import { openapiDocs } from "./operation-docs/openapi.ts";
import { protectedServicesDocs } from "./operation-docs/protected-services.ts";
import { resetsDocs } from "./operation-docs/resets.ts";
import { sessionsDocs } from "./operation-docs/sessions.ts";
import { tokenInventoryDocs } from "./operation-docs/token-inventory.ts";
import { tokenRevocationsDocs } from "./operation-docs/token-revocations.ts";
import { tokensDocs } from "./operation-docs/tokens.ts";
import { usersDocs } from "./operation-docs/users.ts";

/** Examples and details of every operation. Not in the operation table, which browsers load. */
export const operationDocs: OperationDocs<OperationId> = {
  ...instanceDocs,
  ...usersDocs,
  ...accessReviewDocs,
  ...tokensDocs,
  ...tokenInventoryDocs,
  ...tokenRevocationsDocs,
  ...introspectionDocs,
  ...accountsDocs,
  ...roostSettingsDocs,
  ...eventsDocs,
  ...roostEventsDocs,
  ...groupsDocs,
  ...protectedServicesDocs,
  ...invitesDocs,
  ...resetsDocs,
  ...sessionsDocs,
  ...healthDocs,
  ...openapiDocs,
};
