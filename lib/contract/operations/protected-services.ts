import { z } from "zod";
import { type Chapter, empty, none } from "../operation.ts";
import {
  createServiceBody,
  protectedService,
  serviceParams,
  updateServiceBody,
} from "../protected-service-wire.ts";

/** Services that a proxy opens to access tokens. */
export const protectedServicesOperations = {
  "protected_services.list": {
    summary: "List protected services, by slug",
    tag: "protected-services",
    access: "settings.read",
    params: none,
    query: none,
    body: null,
    response: z.array(protectedService),
    problems: [],
  },
  "protected_services.create": {
    summary: "Create a protected service",
    tag: "protected-services",
    access: "settings.update",
    scope: "session",
    params: none,
    query: none,
    body: createServiceBody,
    response: protectedService,
    problems: ["conflict"],
    sessionOnly: true,
  },
  "protected_services.get": {
    summary: "Get a protected service",
    tag: "protected-services",
    access: "settings.read",
    params: serviceParams,
    query: none,
    body: null,
    response: protectedService,
    problems: ["not_found"],
  },
  "protected_services.update": {
    summary: "Replace a protected service, except its slug",
    tag: "protected-services",
    access: "settings.update",
    scope: "session",
    params: serviceParams,
    query: none,
    body: updateServiceBody,
    response: protectedService,
    problems: ["not_found"],
    sessionOnly: true,
  },
  "protected_services.delete": {
    summary: "Delete a protected service",
    tag: "protected-services",
    access: "settings.update",
    scope: "session",
    params: serviceParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
    sessionOnly: true,
  },
} as const satisfies Chapter;
