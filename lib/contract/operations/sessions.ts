import { z } from "zod";
import { empty, none, type Operation } from "../operation.ts";
import { session, sessionParams } from "../sessions.ts";
import { userParams } from "../users.ts";

export const sessionsOperations = {
  "sessions.list": {
    method: "GET",
    path: "/api/users/{userId}/sessions",
    summary: "List a user's browser sessions",
    tag: "users",
    access: "signed-in",
    params: userParams,
    query: none,
    body: null,
    response: z.array(session),
    problems: ["not_found"],
  },
  "sessions.endAll": {
    method: "DELETE",
    path: "/api/users/{userId}/sessions",
    summary: "End all browser sessions of a user",
    tag: "users",
    access: "signed-in",
    params: userParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
    sessionOnly: true,
  },
  "sessions.end": {
    method: "DELETE",
    path: "/api/users/{userId}/sessions/{sessionId}",
    summary: "End one of a user's browser sessions",
    tag: "users",
    access: "signed-in",
    params: sessionParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
    sessionOnly: true,
  },
} as const satisfies Record<string, Operation>;
