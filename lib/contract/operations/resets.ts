import { type Chapter, none } from "../operation.ts";
import { acceptedReset, acceptResetBody, createdReset, resetInfo, resetParams } from "../resets.ts";
import { userParams } from "../users.ts";

const secretParam = { name: "reset", prefix: "nbr_" } as const;

export const resetsOperations = {
  "resets.create": {
    summary:
      "Create a one-time link for a person who lost their password; the answer holds its token, this once",
    tag: "users",
    access: "users.update",
    params: userParams,
    query: none,
    body: null,
    response: createdReset,
    problems: ["not_found"],
    sessionOnly: true,
  },
  "resets.get": {
    summary: "Whose password a reset token sets",
    tag: "users",
    access: "anyone",
    params: resetParams,
    query: none,
    body: null,
    response: resetInfo,
    // 401 for what is no reset's token: that needs a credential first.
    problems: ["unauthenticated", "forbidden", "not_found", "rate_limited"],
    secretParam,
  },
  "resets.accept": {
    summary: "Set a new password with a reset token; all sessions of the person end",
    tag: "users",
    access: "anyone",
    params: resetParams,
    query: none,
    body: acceptResetBody,
    response: acceptedReset,
    problems: ["unauthenticated", "forbidden", "not_found", "rate_limited"],
    secretParam,
  },
} as const satisfies Chapter;
