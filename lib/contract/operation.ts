import { z } from "zod";
import type { ProblemCode } from "./problem.ts";
import type { Method, OperationId } from "./routes.ts";

/** What an operation is about: the chapters of the API description. */
export type Tag =
  | "instance"
  | "users"
  | "invites"
  | "tokens"
  | "groups"
  | "accounts"
  | "events"
  | "health";

/** One operation of the API. Routes, the typed client and the API description come from here. */
export type Operation = {
  method: Method;
  path: `/api/${string}`;
  tag: Tag;
  summary: string;
  /** Who may call: anyone, any valid credential, or a grant of the policy table. */
  access: "anyone" | "signed-in" | `${string}.${"create" | "read" | "update" | "delete"}`;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodObject | null;
  response: z.ZodType;
  /** Problems beyond those every operation can have. */
  problems: readonly ProblemCode[];
  /** The body may be absent, and reads as one without fields. */
  bodyOptional?: true;
  /** Where more than the usual 64 KiB make sense. */
  bodyLimitKib?: number;
  /**
   * Anyone may call with a parameter that begins like this, since it is the secret; any other
   * needs a valid credential first (contract 1.1). Counted per address.
   */
  secretParam?: { name: string; prefix: string };
  /** Message for a body that cannot be read, where it is not the usual one. */
  unreadableBody?: string;
  /** Tells a blocked caller so without NetBird's prefix (contract 1.6). */
  plainRefusal?: true;
  /** Answers whoever proves a credential, a blocked caller too. */
  evenBlocked?: true;
  /** Refused to access tokens (403) unless the account lets tokens manage it. */
  sessionOnly?: true;
  /** What the answer shows of what was made, where that is only a part of it. */
  made?: z.ZodObject;
  /** Answers a file of the first format, or of another that the query names, instead of JSON. */
  file?: true;
};

/** Operations without their method and path, which `routes.ts` has. */
export type Chapter = { readonly [Id in OperationId]?: Omit<Operation, "method" | "path"> };

export const none = z.object({});
export const empty = z.object({});
