/** The kinds of problems; `STATUS` has their HTTP statuses. */
export type ProblemCode = keyof typeof STATUS;

/** HTTP statuses of the Team API: 422 for validation, 400 for unreadable requests. */
export const STATUS = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media: 415,
  validation_failed: 422,
  rate_limited: 429,
  internal: 500,
  not_implemented: 501,
  bad_gateway: 502,
  unavailable: 503,
  gateway_timeout: 504,
} as const;

/** An invalid field: `path` is dotted (`auto_groups.0`), or the name of a parameter or header. */
export type FieldError = { path: string; message: string };

/** Details of a refused credential beyond the message. */
export type RefusalReason =
  | "no_credential"
  | "expired"
  | "replaced"
  | "network_refused"
  | "token_disabled";

type Details = {
  /** Never empty for a 422: for a wrong state, they name the parameter of its object. */
  errors?: FieldError[];
  retryAfterSeconds?: number;
  reason?: RefusalReason | undefined;
  /** ID of the object that an earlier request with the same Idempotency-Key created. */
  resourceId?: string;
  /** Of a 403: the scopes that the access token lacks. */
  requiredScopes?: string[];
  /** Of a 403: the ways to prove again who acts, after which the request is allowed. */
  requiredProof?: string[] | undefined;
  cause?: unknown;
};

/** An error for the caller. Its message goes on the wire unchanged. */
export class Problem extends Error {
  readonly problem: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: RefusalReason | undefined;
  readonly resourceId: string | undefined;
  readonly requiredScopes: string[] | undefined;
  readonly requiredProof: string[] | undefined;

  constructor(
    problem: "validation_failed",
    message: string,
    details: Details & { errors: FieldError[] },
  );
  constructor(
    problem: Exclude<ProblemCode, "validation_failed">,
    message: string,
    details?: Details,
  );
  constructor(problem: ProblemCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = "Problem";
    this.problem = problem;
    this.errors = details.errors;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.reason = details.reason;
    this.resourceId = details.resourceId;
    this.requiredScopes = details.requiredScopes;
    this.requiredProof = details.requiredProof;
  }
}

/** Whether the credential itself was refused: 401 or 403. */
export const isRefusedCredential = (error: unknown): boolean =>
  isProblem(error) && ["unauthenticated", "forbidden"].includes(error.problem);

/** A 422 about one field, parameter or header. */
export const invalid = (path: string, message: string) =>
  new Problem("validation_failed", message, { errors: [{ path, message }] });

/**
 * Recognises a Problem by its code. Not by `instanceof`: the web framework loads this
 * module more than once in a process.
 */
export function isProblem(error: unknown): error is Problem {
  return (
    error instanceof Error &&
    "problem" in error &&
    typeof error.problem === "string" &&
    error.problem in STATUS
  );
}
