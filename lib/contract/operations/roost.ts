import { type Chapter, none } from "../operation.ts";
import { roostSettings, updateRoostSettingsBody } from "../roost-settings.ts";
import { eventsOperations } from "./events.ts";

/** Roost's own audit, at paths that stay its own where a NetBird server answers the others. */
export const roostEventsOperations = {
  "roost.events.list": { ...eventsOperations["events.list"], summary: "List Roost's audit events" },
  "roost.events.daily": {
    ...eventsOperations["events.daily"],
    summary: "Count Roost's audit events per day",
  },
  "roost.events.export": {
    ...eventsOperations["events.export"],
    summary: "Export Roost's audit events as a CSV or JSON file",
  },
} as const satisfies Chapter;

/** The settings that Roost itself acts on. */
export const roostSettingsOperations = {
  "roost.settings.get": {
    summary: "Get Roost's own settings",
    tag: "accounts",
    access: "settings.read",
    params: none,
    query: none,
    body: null,
    response: roostSettings,
    problems: [],
  },
  "roost.settings.update": {
    summary: "Change Roost's own settings",
    tag: "accounts",
    access: "settings.update",
    params: none,
    query: none,
    body: updateRoostSettingsBody,
    response: roostSettings,
    problems: [],
  },
} as const satisfies Chapter;
