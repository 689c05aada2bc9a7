import { z } from "zod";
import type { ProblemCode } from "./problem.ts";
import type { Method, OperationId } from "./routes.ts";

/** The tags of the API description. */
export type Tag =
  | "instance"
  | "users"
  | "invites"
  | "tokens"
  | "groups"
  | "protected-services"
  | "accounts"
  | "events"
  | "health";

/** A verb on a module of the policy table: `users.create`. */
type Grant = `${string}.${"create" | "read" | "update" | "delete"}`;

/** One operation of the API: the source of routes, typed client and API description. */
export type Operation = {
  method: Method;
  path: `/api/${string}`;
  tag: Tag;
  summary: string;
  /** Who may call: anyone, any valid credential, or a grant of the policy table. */
  access: "anyone" | "signed-in" | Grant;
  /**
   * What the scopes of an access token must allow, where `access` does not say it: a grant, a
   * scope of Roost's own, `none`, or `session`, for which no scope suffices.
   */
  scope?: Grant | "self:update" | "introspection:read" | "none" | "session";
  /** A second grant that the scopes of an access token must allow. */
  alsoScope?: Grant;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodObject | null;
  response: z.ZodType;
  /** Problems beyond those of every operation. */
  problems: readonly ProblemCode[];
  /** An absent body is allowed and reads as `{}`. */
  bodyOptional?: true;
  /** The body may be a form as well as JSON. */
  form?: true;
  /** The access token may be the password of Basic authentication. */
  basicAuth?: true;
  /** If more than the default of 64 KiB. */
  bodyLimitKib?: number;
  /**
   * Anyone may call with a parameter of this prefix, since it is the secret; other values need a
   * valid credential first (contract 1.1). Rate limited per address.
   */
  secretParam?: { name: string; prefix: string };
  /** Message for an unreadable body, if not the default. */
  unreadableBody?: string;
  /** The message for a blocked caller lacks NetBird's prefix (contract 1.6). */
  plainRefusal?: true;
  /** Answers any caller with a valid credential, even a blocked one. */
  evenBlocked?: true;
  /** Revokes the access token of the request, which may then come from any address. */
  revokesItself?: true;
  /** 403 for access tokens unless the account lets tokens manage it, or whatever it allows. */
  sessionOnly?: true | "always";
  /** The schema of the created object, if the answer contains more than that. */
  made?: z.ZodObject;
  /** Of a success, if not 200. */
  status?: 202;
  /** Returns a file instead of JSON, in the first format unless the query has another. */
  file?: true;
};

/** Operations without their method and path, which `routes.ts` has. */
export type Chapter = { readonly [Id in OperationId]?: Omit<Operation, "method" | "path"> };

export const none = z.object({});
export const empty = z.object({});
