import { z } from "zod";
import { auditEvent, exportEventsQuery, listEventsQuery } from "../events.ts";
import { type Chapter, none } from "../operation.ts";
import { dailyEvents, usageQuery } from "../usage.ts";

export const eventsOperations = {
  "events.list": {
    summary: "List audit events, newest first",
    tag: "events",
    access: "events.read",
    params: none,
    query: listEventsQuery,
    body: null,
    response: z.array(auditEvent),
    problems: [],
  },
  "events.listAtOldPath": {
    summary: "The same as /api/events/audit, for clients that know the older address",
    tag: "events",
    access: "events.read",
    params: none,
    query: listEventsQuery,
    body: null,
    response: z.array(auditEvent),
    problems: [],
  },
  "events.daily": {
    summary: "How many audit events there were, day by day",
    tag: "events",
    access: "events.read",
    params: none,
    query: usageQuery,
    body: null,
    response: dailyEvents,
    problems: [],
  },
  "events.export": {
    summary: "All audit events that match, as a CSV or JSON file",
    tag: "events",
    access: "events.read",
    params: none,
    query: exportEventsQuery,
    body: null,
    response: z.array(auditEvent),
    problems: [],
    file: true,
  },
} as const satisfies Chapter;
