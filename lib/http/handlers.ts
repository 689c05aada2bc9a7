import type { OperationId } from "#lib/contract/operations.ts";
import type { Handlers } from "./handler.ts";
import { healthHandlers } from "./handlers/health.ts";
import { instanceHandlers } from "./handlers/instance.ts";
import { openapiHandlers } from "./handlers/openapi.ts";
import { tokensHandlers } from "./handlers/tokens.ts";
import { usersHandlers } from "./handlers/users.ts";

/** Each operation's service, between the wire and the domain. */
export const handlers: Handlers<OperationId> = {
  ...instanceHandlers,
  ...usersHandlers,
  ...tokensHandlers,
  ...healthHandlers,
  ...openapiHandlers,
};
