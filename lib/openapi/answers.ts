import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import type { Operation } from "#lib/contract/operation.ts";
import { type ProblemCode, STATUS } from "#lib/contract/problem.ts";
import { ALWAYS, DOOR_ANSWERS, ERROR_ANSWERS, LIMITED, refer } from "./errors.ts";
import type { OperationDoc } from "./operation-doc.ts";

/** The problems of an operation: those implied by its kind, and its own. */
function problemsOf(operation: Operation): ProblemCode[] {
  const { method, access, body, problems, params, query } = operation;
  const signedIn = access !== "anyone";
  const isPost = method === "POST";
  const readsInput = [params, query].some(({ shape }) => Object.keys(shape).length > 0);
  const codes: ProblemCode[] = [
    // Any operation refuses an invalid URL.
    "invalid_request",
    ...(signedIn ? (["unauthenticated", "rate_limited"] as const) : []),
    ...(signedIn || method !== "GET" ? (["forbidden"] as const) : []),
    ...(signedIn && isPost ? (["conflict"] as const) : []),
    ...(method === "GET" ? [] : (["too_large", "unsupported_media"] as const)),
    ...(body || readsInput || (signedIn && isPost) ? (["validation_failed"] as const) : []),
    ...problems,
    "internal",
    "unavailable",
  ];
  return [...new Set(codes)].sort((one, other) => STATUS[one] - STATUS[other]);
}

const MEDIA_TYPES: Record<string, string> = {
  json: "application/json",
  csv: "text/csv",
  ndjson: "application/x-ndjson",
};

/** The formats in the query of a file operation, the default first. */
function formatsOf({ query }: Operation): string[] {
  let field: unknown = query.shape.format;
  while (field instanceof z.ZodType && "unwrap" in field && typeof field.unwrap === "function") {
    field = field.unwrap();
  }
  return field instanceof z.ZodEnum ? field.options.map(String) : ["csv"];
}

function contentOf(operation: Operation, example: unknown): ZodOpenApiResponseObject["content"] {
  if (!operation.file) {
    return { "application/json": { schema: operation.response, example } };
  }
  return Object.fromEntries(
    formatsOf(operation).map((format, at) => [
      MEDIA_TYPES[format] ?? "application/octet-stream",
      {
        schema: format === "json" ? operation.response : { type: "string" as const },
        ...(at === 0 ? { example } : {}),
      },
    ]),
  );
}

/** All responses of an operation, by status. */
export function answersOf(
  operation: Operation,
  doc: OperationDoc,
): Record<string, ZodOpenApiResponseObject> {
  const paged = "cursor" in operation.query.shape;
  const headers = operation.access === "anyone" ? ALWAYS : LIMITED;
  const errors = problemsOf(operation).map(
    (code) => [STATUS[code], ERROR_ANSWERS.get(code)] as const,
  );
  return Object.fromEntries([
    [
      operation.status ?? 200,
      {
        description: operation.file ? "The file." : "Done.",
        headers: refer(paged ? [...headers, "Link"] : headers),
        content: contentOf(operation, doc.answer),
      },
    ],
    ...errors,
    ...DOOR_ANSWERS,
  ]);
}
