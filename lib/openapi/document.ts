import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import { version } from "#lib/config/version.ts";
import type { Operation, Tag } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { scopeOf, scopeRuleOf } from "#lib/policy/scopes.ts";
import { answersOf } from "./answers.ts";
import type { ApiDocument, DescribedParameter } from "./document-types.ts";
import { HEADERS } from "./errors.ts";
import type { OperationDoc } from "./operation-doc.ts";
import { operationDocs } from "./operation-docs.ts";
import { permissionWords } from "./permission.ts";
import { pathSample } from "./samples.ts";
import { overrideSchema } from "./schema-override.ts";

const TAGS: Record<Tag, string> = {
  instance: "Version and first setup of the server.",
  users: "Users and service users.",
  invites: "Invite links for new users.",
  tokens: "Access tokens of users and service users.",
  groups: "Groups of users, peers and resources.",
  "protected-services": "Services that a proxy opens to access tokens.",
  accounts: "The account and its settings.",
  events: "Audit log.",
  health: "Health checks for monitors and load balancers.",
};

const ABOUT = [
  "Every success is 200, and every error body is an ErrorResponse.",
  "Times are UTC. Unknown fields in bodies are ignored; later versions may add fields to",
  "responses.",
].join(" ");

const SECURITY_SCHEMES = {
  token: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "An access token: `Authorization: Token nbp_…`.",
  },
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "nbp_…",
    description: "The same access token as a bearer token.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "roost-session",
    description:
      "The dashboard's session cookie, from the same origin only. Its name ends in eight characters " +
      "that identify the installation, and begins with `__Host-` over https. Ignored if there is an " +
      "Authorization header.",
  },
} as const;

const SIGNED_IN = [{ token: [] }, { bearer: [] }, { session: [] }];

const IDEMPOTENCY_KEY: DescribedParameter = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Makes retries safe: for 24 hours, another request of the caller with this key returns " +
    "409, and `resource_id` is the ID of what the first one created.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
};

function describeOperation(id: OperationId, operation: Operation): ZodOpenApiOperationObject {
  const doc: OperationDoc = operationDocs[id];
  const { access, body, params, query, method, bodyOptional } = operation;
  const signedIn = access !== "anyone";
  const hasParameters = [params, query].some(({ shape }) => Object.keys(shape).length > 0);
  const words = permissionWords(operation, doc.permission);
  return {
    operationId: id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [doc.description, words].filter(Boolean).join("\n\n"),
    "x-permission": access,
    "x-permission-words": words,
    ...scopeRequired(operation),
    security: signedIn ? SIGNED_IN : [],
    ...(hasParameters ? { requestParams: { path: params, query } } : {}),
    ...(signedIn && method === "POST" ? { parameters: [IDEMPOTENCY_KEY as never] } : {}),
    ...(body
      ? {
          requestBody: {
            required: !bodyOptional,
            content: {
              "application/json": { schema: body, example: doc.body },
              ...(operation.form
                ? { "application/x-www-form-urlencoded": { schema: body, example: doc.body } }
                : {}),
            },
          },
        }
      : {}),
    responses: answersOf(operation, doc) as ZodOpenApiOperationObject["responses"],
  };
}

function scopeRequired(operation: Operation): { "x-required-scope"?: string } {
  const rule = scopeRuleOf(operation);
  return typeof rule === "string" ? {} : { "x-required-scope": scopeOf(rule) };
}

function describePaths(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
    const method = operation.method.toLowerCase();
    paths[operation.path] = {
      ...paths[operation.path],
      [method]: describeOperation(id, operation),
    };
  }
  return paths;
}

function describeApi(): ApiDocument {
  const tags = new Set(Object.values(operations).map(({ tag }) => tag));
  const made = createDocument(
    {
      openapi: "3.1.0",
      info: { title: "Roost", version: version(), description: ABOUT },
      servers: [{ url: "/" }],
      tags: [...tags].map((name) => ({ name, description: TAGS[name] })),
      paths: describePaths(),
      components: {
        headers: Object.fromEntries(
          Object.entries(HEADERS).map(([name, description]) => [
            name,
            { description, schema: { type: "string" as const } },
          ]),
        ),
        securitySchemes: SECURITY_SCHEMES,
      },
    },
    { override: overrideSchema },
  );
  // The round trip drops undefined values and unshares objects.
  const document: ApiDocument = JSON.parse(JSON.stringify(made), withoutClosedObjects);
  finishParameters(document);
  return document;
}

/** Answers may get new fields, and unknown fields in bodies are ignored. */
const withoutClosedObjects = (key: string, value: unknown) =>
  key === "additionalProperties" && value === false ? undefined : value;

/** Moves descriptions from schemas to parameters, and adds examples to path parameters. */
function finishParameters({ paths }: ApiDocument): void {
  const all = Object.values(paths).flatMap((path) => Object.values(path));
  for (const parameter of all.flatMap(({ parameters = [] }) => parameters)) {
    const { description = parameter.description, ...schema } = parameter.schema;
    Object.assign(parameter, { description, schema });
    if (parameter.in === "path") parameter.example ??= pathSample(parameter.name);
  }
}

let described: ApiDocument | undefined;

/** The API as an OpenAPI 3.1 document, generated once from the operation table. */
export function apiDocument(): ApiDocument {
  described ??= describeApi();
  return described;
}
