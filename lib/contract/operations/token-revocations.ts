import { type Chapter, none } from "../operation.ts";
import {
  revocationParams,
  startedRevocation,
  startRevocationBody,
  tokenRevocation,
} from "../token-revocations.ts";

/** Revocations of all access tokens that meet a filter. */
export const tokenRevocationsOperations = {
  "tokens.revocations.start": {
    summary: "Revoke all access tokens that meet a filter, in the background",
    tag: "tokens",
    access: "users.update",
    scope: "session",
    params: none,
    query: none,
    body: startRevocationBody,
    response: startedRevocation,
    problems: [],
    sessionOnly: "always",
  },
  "tokens.revocations.get": {
    summary: "Get the progress of a revocation",
    tag: "tokens",
    access: "users.update",
    scope: "session",
    params: revocationParams,
    query: none,
    body: null,
    response: tokenRevocation,
    problems: ["not_found"],
    sessionOnly: "always",
  },
} as const satisfies Chapter;
