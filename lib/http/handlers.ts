import type { OperationId } from "#lib/contract/routes.ts";
import type { Handlers } from "./handler.ts";
import { accessReviewHandlers } from "./handlers/access-review.ts";
import { accountsHandlers, roostSettingsHandlers } from "./handlers/accounts.ts";
import { eventsHandlers, roostEventsHandlers } from "./handlers/events.ts";
import { groupsHandlers } from "./handlers/groups.ts";
import { healthHandlers } from "./handlers/health.ts";
import { instanceHandlers } from "./handlers/instance.ts";
import { introspectionHandlers } from "./handlers/introspection.ts";
import { invitesHandlers } from "./handlers/invites.ts";
import { openapiHandlers } from "./handlers/openapi.ts";
import { protectedServicesHandlers } from "./handlers/protected-services.ts";
import { resetsHandlers } from "./handlers/resets.ts";
import { sessionsHandlers } from "./handlers/sessions.ts";
import { tokenInventoryHandlers } from "./handlers/token-inventory.ts";
import { tokenRevocationsHandlers } from "./handlers/token-revocations.ts";
import { tokensHandlers } from "./handlers/tokens.ts";
import { usersHandlers } from "./handlers/users.ts";

/** Each operation's service, between the wire and the domain. */
export const handlers: Handlers<OperationId> = {
  ...instanceHandlers,
  ...usersHandlers,
  ...accessReviewHandlers,
  ...invitesHandlers,
  ...tokensHandlers,
  ...tokenInventoryHandlers,
  ...tokenRevocationsHandlers,
  ...introspectionHandlers,
  ...resetsHandlers,
  ...sessionsHandlers,
  ...eventsHandlers,
  ...groupsHandlers,
  ...protectedServicesHandlers,
  ...accountsHandlers,
  ...roostEventsHandlers,
  ...roostSettingsHandlers,
  ...healthHandlers,
  ...openapiHandlers,
};
