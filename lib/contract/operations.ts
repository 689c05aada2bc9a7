import type { z } from "zod";
import type { Operation } from "./operation.ts";
import { accountsOperations } from "./operations/accounts.ts";
import { eventsOperations } from "./operations/events.ts";
import { groupsOperations } from "./operations/groups.ts";
import { healthOperations } from "./operations/health.ts";
import { instanceOperations } from "./operations/instance.ts";
import { invitesOperations } from "./operations/invites.ts";
import { openapiOperations } from "./operations/openapi.ts";
import { resetsOperations } from "./operations/resets.ts";
import { sessionsOperations } from "./operations/sessions.ts";
import { tokensOperations } from "./operations/tokens.ts";
import { usersOperations } from "./operations/users.ts";

/** Every operation there is; a test fails on a route without an entry and an entry without a route. */
export const operations = {
  ...instanceOperations,
  ...usersOperations,
  ...invitesOperations,
  ...tokensOperations,
  ...resetsOperations,
  ...sessionsOperations,
  ...eventsOperations,
  ...groupsOperations,
  ...accountsOperations,
  ...healthOperations,
  ...openapiOperations,
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;

type Spec<Id extends OperationId> = (typeof operations)[Id];

/** What an operation's service receives, parsed. */
export type OperationInput<Id extends OperationId> = {
  params: z.output<Spec<Id>["params"]>;
  query: z.output<Spec<Id>["query"]>;
  body: Spec<Id>["body"] extends z.ZodType ? z.output<Spec<Id>["body"]> : undefined;
};

/** What a caller sends as the body. */
export type OperationBody<Id extends OperationId> = Spec<Id>["body"] extends z.ZodType
  ? z.input<Spec<Id>["body"]>
  : undefined;

/** What an operation answers on the wire. */
export type OperationAnswer<Id extends OperationId> = z.output<Spec<Id>["response"]>;
