import { liveness, readiness } from "../instance.ts";
import { type Chapter, none } from "../operation.ts";

export const healthOperations = {
  "health.live": {
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
    summary: "The same as ready, for monitors that know one address",
    tag: "health",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
} as const satisfies Chapter;
