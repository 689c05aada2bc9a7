import { liveness, readiness } from "../instance.ts";
import { type Chapter, none } from "../operation.ts";

export const healthOperations = {
  "health.live": {
    summary: "Check that the process is running",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: liveness,
    problems: [],
  },
  "health.ready": {
    summary: "Check that the server and its database can take requests",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
  "health.summary": {
    summary: "Check readiness (short path of /api/health/ready)",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
} as const satisfies Chapter;
