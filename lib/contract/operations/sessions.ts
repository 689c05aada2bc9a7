import { z } from "zod";
import { type Chapter, empty, none } from "../operation.ts";
import { proofBody, provenSession, session, sessionParams } from "../sessions.ts";
import { userParams } from "../users.ts";

export const sessionsOperations = {
  "sessions.prove": {
    summary: "Confirm the password of the signed-in user",
    tag: "users",
    access: "signed-in",
    scope: "session",
    params: none,
    query: none,
    body: proofBody,
    response: provenSession,
    problems: ["rate_limited"],
    sessionOnly: "always",
  },
  "sessions.list": {
    summary: "List a user's browser sessions",
    tag: "users",
    access: "signed-in",
    scope: "session",
    params: userParams,
    query: none,
    body: null,
    response: z.array(session),
    problems: ["not_found"],
  },
  "sessions.endAll": {
    summary: "End all browser sessions of a user",
    tag: "users",
    access: "signed-in",
    scope: "session",
    params: userParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
    sessionOnly: true,
  },
  "sessions.end": {
    summary: "End a browser session of a user",
    tag: "users",
    access: "signed-in",
    scope: "session",
    params: sessionParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
    sessionOnly: true,
  },
} as const satisfies Chapter;
