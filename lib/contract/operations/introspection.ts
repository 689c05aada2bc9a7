import { introspection, introspectionBody } from "../introspection.ts";
import { type Chapter, none } from "../operation.ts";

/** What other services ask Roost about a token that they were sent. */
export const introspectionOperations = {
  "introspection.check": {
    summary: "Check an access token and get its owner and scopes",
    tag: "tokens",
    access: "signed-in",
    scope: "introspection:read",
    params: none,
    query: none,
    body: introspectionBody,
    response: introspection,
    problems: [],
    form: true,
    basicAuth: true,
  },
} as const satisfies Chapter;
