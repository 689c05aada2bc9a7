import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import { type ProblemCode, STATUS } from "#lib/contract/problem.ts";

const errorBody = z
  .object({
    message: z.string().meta({ description: "Human-readable error message." }),
    code: z.int().meta({
      description: "HTTP status code.",
      override: { minimum: 400, maximum: 599 },
    }),
    request_id: z.string().meta({ description: "ID of the request in the server's log." }),
    errors: z
      .array(
        z.object({
          path: z.string().meta({ description: "Field, dotted: `auto_groups.0`." }),
          message: z.string().meta({ description: "Human-readable error message." }),
        }),
      )
      .optional()
      .meta({ description: "Invalid fields." }),
    resource_id: z.string().optional().meta({
      description:
        "ID of the object that an earlier request with the same Idempotency-Key created or changed.",
    }),
  })
  .meta({ id: "ErrorResponse" });

const REASONS: Record<ProblemCode, string> = {
  invalid_request:
    "The request cannot be read: its URL is not valid, or its body no JSON object in UTF-8.",
  unauthenticated: "No credential, or one that is unknown, expired, revoked or malformed.",
  forbidden: "The caller may not do this, is blocked, or calls from another origin.",
  not_found: "What the path names does not exist.",
  method_not_allowed: "The path knows other methods.",
  conflict: "It exists already, or the Idempotency-Key has been used (see `resource_id`).",
  precondition_failed: "The installation is in another state than this needs.",
  too_large: "The body is larger than the operation takes.",
  unsupported_media:
    "The body is compressed or otherwise encoded (Content-Encoding), which is not supported.",
  validation_failed: "A field or parameter has a value that is not allowed; `errors` names each.",
  rate_limited: "Too many requests; Retry-After says when to come back.",
  internal: "Something nobody foresaw; the server's log has it under the request id.",
  not_implemented: "The operation needs a NetBird server.",
  unavailable:
    "The server or its database cannot answer now; Retry-After may say when to retry. The message says if the outcome of a change is unknown: a repetition with the same Idempotency-Key is safe.",
};

/** What the server's door refuses before it looks for an operation, by status. */
const AT_THE_DOOR = {
  414: "The URL is longer than 8 KiB.",
  431: "The headers are longer than 16 KiB.",
} as const;

export const HEADERS = {
  "X-Request-Id": "The id of this request in the server's log.",
  Link: 'The next page of a list, `rel="next"` (RFC 8288); absent on the last one.',
  RateLimit: "What is left of the token's limit (draft-ietf-httpapi-ratelimit-headers).",
  "RateLimit-Policy": "The token's limit.",
  "Token-Expires":
    "When the token expires (RFC 3339, UTC), as soon as its secret is proven; absent for a session.",
  "Accept-Encoding": "The codings that a body may have: none.",
  "Retry-After": "In how many seconds to try again.",
  "WWW-Authenticate": "What kind of credential is asked for (RFC 6750).",
} as const;
const SAMPLE_REQUEST_ID = "6f1c2a52-0f5e-4c1b-9a57-3d2f8e1b7c40";

type Header = keyof typeof HEADERS;

/** References to headers, which are components. */
export const refer = (names: readonly Header[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

export const ALWAYS: readonly Header[] = ["X-Request-Id"];
/** The headers of answers to a caller with a token. */
export const LIMITED: readonly Header[] = [
  ...ALWAYS,
  "Token-Expires",
  "RateLimit",
  "RateLimit-Policy",
];

function errorHeaders(code: ProblemCode): readonly Header[] {
  if (code === "unauthenticated") return [...ALWAYS, "Token-Expires", "WWW-Authenticate"];
  if (code === "unsupported_media") return [...ALWAYS, "Accept-Encoding"];
  const waits = code === "rate_limited" || code === "unavailable";
  return waits ? [...LIMITED, "Retry-After"] : LIMITED;
}

const errorAnswer = (
  id: string,
  status: number,
  message: string,
  headers: readonly Header[],
): ZodOpenApiResponseObject => ({
  id,
  description: message,
  headers: refer(headers),
  content: {
    "application/json": {
      schema: errorBody,
      example: { message, code: status, request_id: SAMPLE_REQUEST_ID },
    },
  },
});

/** What any request may be refused with, whatever its operation, by status. */
export const DOOR_ANSWERS: [number, ZodOpenApiResponseObject][] = Object.entries(AT_THE_DOOR).map(
  ([status, message]) => [
    Number(status),
    errorAnswer(`door_${status}`, Number(status), message, ALWAYS),
  ],
);

/** Every error of the API, as a component that operations refer to. */
export const ERROR_ANSWERS: ReadonlyMap<ProblemCode, ZodOpenApiResponseObject> = new Map(
  (Object.keys(REASONS) as ProblemCode[]).map((code) => [
    code,
    errorAnswer(code, STATUS[code], REASONS[code], errorHeaders(code)),
  ]),
);
