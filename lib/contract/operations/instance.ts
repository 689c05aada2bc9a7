import { instanceStatus, instanceVersion, setupAnswer, setupBody } from "../instance.ts";
import { type Chapter, none } from "../operation.ts";

export const instanceOperations = {
  "instance.status": {
    summary: "Get the setup status",
    tag: "instance",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: instanceStatus,
    problems: [],
  },
  "instance.version": {
    summary: "Get the running version",
    tag: "instance",
    access: "signed-in",
    scope: "none",
    params: none,
    query: none,
    body: null,
    response: instanceVersion,
    problems: [],
    evenBlocked: true,
  },
  "instance.setup": {
    summary: "Create the first owner",
    tag: "instance",
    access: "anyone",
    params: none,
    query: none,
    body: setupBody,
    response: setupAnswer,
    problems: ["precondition_failed", "forbidden", "rate_limited"],
    unreadableBody: "invalid request body",
  },
} as const satisfies Chapter;
