import { type Chapter, none } from "../operation.ts";
import { acceptedReset, acceptResetBody, createdReset, resetInfo, resetParams } from "../resets.ts";
import { userParams } from "../users.ts";

const secretParam = { name: "reset", prefix: "nbr_" } as const;

export const resetsOperations = {
  "resets.create": {
    summary: "Create a one-time link to reset a user's password",
    tag: "users",
    access: "users.update",
    scope: "session",
    params: userParams,
    query: none,
    body: null,
    response: createdReset,
    problems: ["not_found"],
    sessionOnly: "always",
  },
  "resets.get": {
    summary: "Get the user of a reset token",
    tag: "users",
    access: "anyone",
    params: resetParams,
    query: none,
    body: null,
    response: resetInfo,
    // 401 without a reset's token: other values need a credential first.
    problems: ["unauthenticated", "forbidden", "not_found", "rate_limited"],
    secretParam,
  },
  "resets.accept": {
    summary: "Set a new password with a reset token",
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
