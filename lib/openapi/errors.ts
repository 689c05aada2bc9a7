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
    required_scope: z
      .array(z.string())
      .optional()
      .meta({ description: "Scopes that the access token lacks." }),
    required_proof: z
      .array(z.string())
      .optional()
      .meta({
        description:
          "Ways to prove again who acts in this session, after which the request is allowed: " +
          "`password` with `PUT /api/users/current/proof`.",
      }),
    resource_id: z.string().optional().meta({
      description:
        "ID of the object that an earlier request with the same Idempotency-Key created or changed.",
    }),
  })
  .meta({ id: "ErrorResponse" });

const REASONS: Record<ProblemCode, string> = {
  invalid_request: "The URL is invalid, or the body is not a JSON object in UTF-8.",
  unauthenticated: "The credential is missing, unknown, expired, revoked or malformed.",
  forbidden:
    "The caller or the access token lacks the permission (see `required_scope`), is blocked, or sent the request from another origin.",
  not_found: "No object with the ID in the path exists.",
  method_not_allowed: "The path does not support this method.",
  conflict:
    "The object already exists, or the Idempotency-Key was used before (see `resource_id`).",
  precondition_failed: "The state of the installation does not allow this operation.",
  too_large: "The body is larger than the operation accepts.",
  unsupported_media: "The body has a Content-Encoding; none is supported.",
  validation_failed: "Fields or parameters have invalid values; `errors` lists them.",
  rate_limited: "Too many requests; retry after Retry-After seconds.",
  internal: "Unexpected error; the server's log has the details under the request ID.",
  not_implemented: "The operation needs a NetBird server.",
  bad_gateway: "The NetBird server cannot be reached, or does not accept Roost's requests.",
  gateway_timeout: "The NetBird server did not answer in time.",
  unavailable:
    "The server or its database is temporarily unavailable; Retry-After may say when to retry. The message says if the outcome of a change is unknown: retrying with the same Idempotency-Key is safe.",
};

/** Refusals before an operation is looked up, by status. */
const AT_THE_DOOR = {
  414: "The URL is longer than 8 KiB.",
  431: "The headers are longer than 16 KiB.",
} as const;

export const HEADERS = {
  "X-Request-Id": "ID of the request in the server's log.",
  Link: 'URL of the next page, `rel="next"` (RFC 8288); absent on the last page.',
  RateLimit: "Remaining requests of the token's rate limit (draft-ietf-httpapi-ratelimit-headers).",
  "RateLimit-Policy": "Rate limit of the token.",
  "Token-Expires":
    "Time at which the token expires (RFC 3339, UTC); present once its secret is verified, absent for sessions.",
  Deprecation:
    "Time at which a rotation replaced the secret of the request (RFC 9745); absent for others.",
  "Roost-Accepted-Scopes":
    "Scope that an access token with scopes needs for this operation; empty if it needs none. Absent for sessions.",
  "Accept-Encoding": "Supported encodings of a body: none.",
  "Retry-After": "Seconds to wait before a retry.",
  "WWW-Authenticate": "Expected kind of credential, or the scope that a token lacks (RFC 6750).",
} as const;
const SAMPLE_REQUEST_ID = "6f1c2a52-0f5e-4c1b-9a57-3d2f8e1b7c40";

type Header = keyof typeof HEADERS;

/** References to the header components. */
export const refer = (names: readonly Header[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

export const ALWAYS: readonly Header[] = ["X-Request-Id"];
/** The headers of answers to requests with a token. */
export const LIMITED: readonly Header[] = [
  ...ALWAYS,
  "Token-Expires",
  "Deprecation",
  "Roost-Accepted-Scopes",
  "RateLimit",
  "RateLimit-Policy",
];

function errorHeaders(code: ProblemCode): readonly Header[] {
  if (code === "unauthenticated") return [...ALWAYS, "Token-Expires", "WWW-Authenticate"];
  if (code === "unsupported_media") return [...ALWAYS, "Accept-Encoding"];
  if (code === "forbidden") return [...LIMITED, "WWW-Authenticate"];
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

/** Refusals of any request to any operation, by status. */
export const DOOR_ANSWERS: [number, ZodOpenApiResponseObject][] = Object.entries(AT_THE_DOOR).map(
  ([status, message]) => [
    Number(status),
    errorAnswer(`door_${status}`, Number(status), message, ALWAYS),
  ],
);

/** Every error of the API, as a component for operations to reference. */
export const ERROR_ANSWERS: ReadonlyMap<ProblemCode, ZodOpenApiResponseObject> = new Map(
  (Object.keys(REASONS) as ProblemCode[]).map((code) => [
    code,
    errorAnswer(code, STATUS[code], REASONS[code], errorHeaders(code)),
  ]),
);
