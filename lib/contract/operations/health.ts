import { liveness, readiness } from "../instance.ts";
import { none, type Operation } from "../operation.ts";

export const healthOperations = {
  "health.live": {
    method: "GET",
    path: "/api/health/live",
    summary: "Whether the process answers",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: liveness,
    problems: [],
  },
  "health.ready": {
    method: "GET",
    path: "/api/health/ready",
    summary: "Whether the process and its database can take requests",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
  "health.summary": {
    method: "GET",
    path: "/api/health",
    summary: "The same as ready, for monitors that know one address",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
} as const satisfies Record<string, Operation>;
