import { instanceStatus, instanceVersion, setupAnswer, setupBody } from "../instance.ts";
import { none, type Operation } from "../operation.ts";

export const instanceOperations = {
  "instance.status": {
    method: "GET",
    path: "/api/instance",
    summary: "Whether the installation still needs its first owner",
    tag: "instance",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: instanceStatus,
    problems: [],
  },
  "instance.version": {
    method: "GET",
    path: "/api/instance/version",
    summary: "The version that runs",
    tag: "instance",
    access: "signed-in",
    params: none,
    query: none,
    body: null,
    response: instanceVersion,
    problems: [],
    evenBlocked: true,
  },
  "instance.setup": {
    method: "POST",
    path: "/api/setup",
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
} as const satisfies Record<string, Operation>;
