import type { z } from "zod";
import type { Chapter } from "./operation.ts";
import { accessReviewOperations } from "./operations/access-review.ts";
import { accountsOperations } from "./operations/accounts.ts";
import { eventsOperations } from "./operations/events.ts";
import { groupsOperations } from "./operations/groups.ts";
import { healthOperations } from "./operations/health.ts";
import { instanceOperations } from "./operations/instance.ts";
import { introspectionOperations } from "./operations/introspection.ts";
import { invitesOperations } from "./operations/invites.ts";
import { openapiOperations } from "./operations/openapi.ts";
import { protectedServicesOperations } from "./operations/protected-services.ts";
import { resetsOperations } from "./operations/resets.ts";
import { roostEventsOperations, roostSettingsOperations } from "./operations/roost.ts";
import { sessionsOperations } from "./operations/sessions.ts";
import { tokenInventoryOperations } from "./operations/token-inventory.ts";
import { tokenRevocationsOperations } from "./operations/token-revocations.ts";
import { tokensOperations } from "./operations/tokens.ts";
import { usersOperations } from "./operations/users.ts";
import { type OperationId, type Route, routeOf } from "./routes.ts";

const described = {
  ...instanceOperations,
  ...usersOperations,
  ...accessReviewOperations,
  ...invitesOperations,
  ...tokensOperations,
  ...tokenInventoryOperations,
  ...tokenRevocationsOperations,
  ...introspectionOperations,
  ...resetsOperations,
  ...sessionsOperations,
  ...eventsOperations,
  ...groupsOperations,
  ...protectedServicesOperations,
  ...accountsOperations,
  ...roostEventsOperations,
  ...roostSettingsOperations,
  ...healthOperations,
  ...openapiOperations,
} as const satisfies Required<Chapter>;

type Spec<Id extends OperationId> = (typeof described)[Id] & Route<Id>;

const all = Object.keys(described) as OperationId[];

/**
 * All operations. An operation without a route, or a route without an operation, does not compile;
 * a test compares them with the route files.
 */
export const operations = Object.fromEntries(
  all.map((id) => [id, { ...routeOf(id), ...described[id] }]),
) as { [Id in OperationId]: Spec<Id> };

/** The parsed input of an operation's service. */
export type OperationInput<Id extends OperationId> = {
  params: z.output<Spec<Id>["params"]>;
  query: z.output<Spec<Id>["query"]>;
  body: Spec<Id>["body"] extends z.ZodType ? z.output<Spec<Id>["body"]> : undefined;
};

/** The body of a request. */
export type OperationBody<Id extends OperationId> = Spec<Id>["body"] extends z.ZodType
  ? z.input<Spec<Id>["body"]>
  : undefined;

/** The answer of an operation on the wire. */
export type OperationAnswer<Id extends OperationId> = z.output<Spec<Id>["response"]>;
