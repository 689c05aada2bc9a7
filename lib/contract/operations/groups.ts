import { z } from "zod";
import { group, groupBody, groupParams, listGroupsQuery, updateGroupBody } from "../groups.ts";
import { type Chapter, empty, none } from "../operation.ts";

const BODY_LIMIT_KIB = 1024;

export const groupsOperations = {
  "groups.list": {
    summary: "List groups",
    tag: "groups",
    access: "groups.read",
    params: none,
    query: listGroupsQuery,
    body: null,
    response: z.array(group),
    problems: ["not_found"],
    plainRefusal: true,
  },
  "groups.create": {
    summary: "Create a group",
    tag: "groups",
    access: "groups.create",
    params: none,
    query: none,
    body: groupBody,
    response: group,
    problems: ["conflict"],
    bodyLimitKib: BODY_LIMIT_KIB,
  },
  "groups.get": {
    summary: "Get a group",
    tag: "groups",
    access: "groups.read",
    params: groupParams,
    query: none,
    body: null,
    response: group,
    problems: ["not_found"],
    plainRefusal: true,
  },
  "groups.update": {
    summary: "Replace a group's name, peers and resources",
    tag: "groups",
    access: "groups.update",
    params: groupParams,
    query: none,
    body: updateGroupBody,
    response: group,
    problems: ["not_found", "conflict"],
    bodyLimitKib: BODY_LIMIT_KIB,
    // The group is read first, so that a blocked caller gets the message of a read.
    plainRefusal: true,
  },
  "groups.delete": {
    summary: "Delete a group that is not in use",
    tag: "groups",
    access: "groups.delete",
    params: groupParams,
    query: none,
    body: null,
    response: empty,
    problems: ["invalid_request"],
  },
} as const satisfies Chapter;
