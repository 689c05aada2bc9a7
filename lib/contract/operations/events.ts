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
    summary: "List audit events (older path of /api/events/audit)",
    tag: "events",
    access: "events.read",
    params: none,
    query: listEventsQuery,
    body: null,
    response: z.array(auditEvent),
    problems: [],
  },
  "events.daily": {
    summary: "Count audit events per day",
    tag: "events",
    access: "events.read",
    params: none,
    query: usageQuery,
    body: null,
    response: dailyEvents,
    problems: [],
  },
  "events.export": {
    summary: "Export audit events as a CSV or JSON file",
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
