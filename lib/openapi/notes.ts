import type { OperationId } from "#lib/contract/routes.ts";
import type { Notes } from "./note.ts";
import { accountsNotes } from "./notes/accounts.ts";
import { eventsNotes } from "./notes/events.ts";
import { groupsNotes } from "./notes/groups.ts";
import { healthNotes } from "./notes/health.ts";
import { instanceNotes } from "./notes/instance.ts";
import { invitesNotes } from "./notes/invites.ts";
import { openapiNotes } from "./notes/openapi.ts";
import { resetsNotes } from "./notes/resets.ts";
import { sessionsNotes } from "./notes/sessions.ts";
import { tokensNotes } from "./notes/tokens.ts";
import { usersNotes } from "./notes/users.ts";

/** Examples and details of every operation. Not in the operation table, which browsers load. */
export const notes: Notes<OperationId> = {
  ...instanceNotes,
  ...usersNotes,
  ...tokensNotes,
  ...accountsNotes,
  ...eventsNotes,
  ...groupsNotes,
  ...invitesNotes,
  ...resetsNotes,
  ...sessionsNotes,
  ...healthNotes,
  ...openapiNotes,
};
