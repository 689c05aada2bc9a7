import { introspect } from "#lib/auth/introspect.ts";
import type { introspectionOperations } from "#lib/contract/operations/introspection.ts";
import type { Handlers } from "../handler.ts";

export const introspectionHandlers: Handlers<keyof typeof introspectionOperations> = {
  "introspection.check": { run: ({ actor, body }) => introspect(actor, body) },
};
