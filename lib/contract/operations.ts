import { z } from "zod";
import { instanceStatus, liveness, readiness, setupAnswer, setupBody } from "./instance.ts";
import type { ProblemCode } from "./problem.ts";
import { accessToken, createTokenBody, generatedToken, tokenParams } from "./tokens.ts";
import {
  createdUser,
  createUserBody,
  currentUser,
  listUsersQuery,
  updateUserBody,
  user,
  userParams,
} from "./users.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One operation of the API. Routes, the typed client and the API description come from here. */
export type Operation = {
  method: Method;
  path: `/api/${string}`;
  summary: string;
  /** Who may call: anyone, any valid credential, or a grant of the policy table. */
  access: "anyone" | "signed-in" | `${string}.${"create" | "read" | "update" | "delete"}`;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodObject | null;
  response: z.ZodType;
  /** Problems beyond those every operation can have. */
  problems: readonly ProblemCode[];
  /** Message for a body that cannot be read, where it is not the usual one. */
  unreadableBody?: string;
  /** Tells a blocked caller so without NetBird's prefix (contract 1.6). */
  plainRefusal?: true;
};

const none = z.object({});
const empty = z.object({});

export const operations = {
  "instance.status": {
    method: "GET",
    path: "/api/instance",
    summary: "Whether the installation still needs its first owner",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: instanceStatus,
    problems: [],
  },
  "instance.setup": {
    method: "POST",
    path: "/api/setup",
    summary: "Create the first owner",
    access: "anyone",
    params: none,
    query: none,
    body: setupBody,
    response: setupAnswer,
    problems: ["precondition_failed"],
    unreadableBody: "invalid request body",
  },
  "users.list": {
    method: "GET",
    path: "/api/users",
    summary: "List users and service users",
    access: "signed-in",
    params: none,
    query: listUsersQuery,
    body: null,
    response: z.array(user),
    problems: [],
  },
  "users.create": {
    method: "POST",
    path: "/api/users",
    summary: "Create a service user, or a person with a generated password",
    access: "users.create",
    params: none,
    query: none,
    body: createUserBody,
    response: createdUser,
    problems: ["conflict"],
  },
  "users.current": {
    method: "GET",
    path: "/api/users/current",
    summary: "The caller, with what they may do",
    access: "signed-in",
    params: none,
    query: none,
    body: null,
    response: currentUser,
    problems: ["not_found"],
    plainRefusal: true,
  },
  "users.get": {
    method: "GET",
    path: "/api/users/{userId}",
    summary: "One user or service user",
    access: "signed-in",
    params: userParams,
    query: none,
    body: null,
    response: user,
    problems: ["not_found"],
  },
  "users.update": {
    method: "PUT",
    path: "/api/users/{userId}",
    summary: "Replace a user's role, auto groups and block",
    access: "users.create",
    params: userParams,
    query: none,
    body: updateUserBody,
    response: user,
    problems: ["not_found"],
  },
  "users.delete": {
    method: "DELETE",
    path: "/api/users/{userId}",
    summary: "Delete a user or service user with all its tokens",
    access: "users.delete",
    params: userParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
  },
  "tokens.list": {
    method: "GET",
    path: "/api/users/{userId}/tokens",
    summary: "List a user's access tokens",
    access: "signed-in",
    params: userParams,
    query: none,
    body: null,
    response: z.array(accessToken),
    problems: ["not_found"],
  },
  "tokens.create": {
    method: "POST",
    path: "/api/users/{userId}/tokens",
    summary: "Create an access token; the answer is the only place its plain text appears",
    access: "signed-in",
    params: userParams,
    query: none,
    body: createTokenBody,
    response: generatedToken,
    problems: ["not_found"],
  },
  "tokens.get": {
    method: "GET",
    path: "/api/users/{userId}/tokens/{tokenId}",
    summary: "One access token's metadata",
    access: "signed-in",
    params: tokenParams,
    query: none,
    body: null,
    response: accessToken,
    problems: ["not_found"],
  },
  "tokens.delete": {
    method: "DELETE",
    path: "/api/users/{userId}/tokens/{tokenId}",
    summary: "Delete an access token; it stops working at once",
    access: "signed-in",
    params: tokenParams,
    query: none,
    body: null,
    response: empty,
    problems: ["not_found"],
  },
  "health.live": {
    method: "GET",
    path: "/api/health/live",
    summary: "Whether the process answers",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: liveness,
    problems: [],
  },
  "health.ready": {
    method: "GET",
    path: "/api/health/ready",
    summary: "Whether the process and its database can take requests",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
  "health.summary": {
    method: "GET",
    path: "/api/health",
    summary: "The same as ready, for monitors that know one address",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: readiness,
    problems: ["unavailable"],
  },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;

type Spec<Id extends OperationId> = (typeof operations)[Id];

/** What an operation's service receives, parsed. */
export type OperationInput<Id extends OperationId> = {
  params: z.output<Spec<Id>["params"]>;
  query: z.output<Spec<Id>["query"]>;
  body: Spec<Id>["body"] extends z.ZodType ? z.output<Spec<Id>["body"]> : undefined;
};

/** What a caller sends as the body. */
export type OperationBody<Id extends OperationId> = Spec<Id>["body"] extends z.ZodType
  ? z.input<Spec<Id>["body"]>
  : undefined;

/** What an operation answers on the wire. */
export type OperationAnswer<Id extends OperationId> = z.output<Spec<Id>["response"]>;
