import { z } from "zod";
import { auditEvent, exportEventsQuery, listEventsQuery } from "../events.ts";
import { none, type Operation } from "../operation.ts";
import { dailyEvents, usageQuery } from "../usage.ts";

export const eventsOperations = {
  "events.list": {
    method: "GET",
    path: "/api/events/audit",
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
    method: "GET",
    path: "/api/events",
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
    method: "GET",
    path: "/api/events/audit/daily",
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
    method: "GET",
    path: "/api/events/audit/export",
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
} as const satisfies Record<string, Operation>;
