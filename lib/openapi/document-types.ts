import type { Operation, Tag } from "#lib/contract/operation.ts";
import type { Method } from "#lib/contract/routes.ts";

/** A JSON schema of the document: the keywords that readers in this project use. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  readOnly?: boolean;
  "x-show-once"?: boolean;
};

export type Media = { schema: Schema; example?: unknown };

export type DescribedAnswer = {
  description: string;
  headers?: Record<string, unknown>;
  content: Record<string, Media>;
};

export type DescribedParameter = {
  name: string;
  in: "path" | "query" | "header";
  description?: string;
  required?: boolean;
  example?: unknown;
  schema: Schema;
};

export type DescribedOperation = {
  operationId: string;
  tags: [Tag];
  summary: string;
  description: string;
  /** The access of the operation table. */
  "x-permission": Operation["access"];
  /** The same as a sentence. */
  "x-permission-words": string;
  /** The scope that a narrow token needs. */
  "x-required-scope"?: string;
  security: Record<string, string[]>[];
  parameters?: DescribedParameter[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, DescribedAnswer | { $ref: string }>;
};

/** An OpenAPI 3.1 document: the parts that this project writes and reads. */
export type ApiDocument = {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: Tag; description: string }[];
  paths: Record<string, Partial<Record<Lowercase<Method>, DescribedOperation>>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, DescribedAnswer>;
    headers: Record<string, { description: string; schema: Schema }>;
    securitySchemes: Record<string, object>;
  };
};

const isSuccess = (status: string) => status.startsWith("2");

/** The response of an operation that succeeded, apart from its errors. */
export function outcomesOf({ responses }: Pick<DescribedOperation, "responses">) {
  const all = Object.entries(responses);
  return {
    done: all.find(([status]) => isSuccess(status))?.[1],
    errors: all.filter(([status]) => !isSuccess(status)),
  };
}
