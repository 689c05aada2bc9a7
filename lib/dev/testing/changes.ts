import type { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { accountChanges } from "./changes/account.ts";
import type { Change } from "./changes/change.ts";
import { invitesChanges } from "./changes/invites.ts";
import { protectedServicesChanges } from "./changes/protected-services.ts";
import { tokensChanges } from "./changes/tokens.ts";
import { usersChanges } from "./changes/users.ts";

type Mutating = {
  [Id in OperationId]: (typeof operations)[Id]["method"] extends "GET" ? never : Id;
}[OperationId];

/** The events of every write operation (contract 2.12); a test fails for one without. */
export const CHANGES: Record<Mutating, Change[]> = {
  ...accountChanges,
  ...usersChanges,
  ...tokensChanges,
  ...invitesChanges,
  ...protectedServicesChanges,
};
