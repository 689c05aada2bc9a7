/** What can go wrong, by name; the HTTP status of each is in `STATUS`. */
export type ProblemCode = keyof typeof STATUS;

/** HTTP statuses of the Team API: validation is 422, 400 stays for what cannot be read. */
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
  unavailable: 503,
} as const;

/** One wrong field: `path` is dotted (`auto_groups.0`), or names a parameter or header. */
export type FieldError = { path: string; message: string };

/** What may be said about a refused credential beyond its message. */
export type RefusalReason = "no_credential" | "expired";

type Details = {
  /** A 422 always has some: about a state, they name what has it. */
  errors?: FieldError[];
  retryAfterSeconds?: number;
  reason?: RefusalReason | undefined;
  /** What an earlier request with the same Idempotency-Key made. */
  resourceId?: string;
  cause?: unknown;
};

/** An outcome the caller may be told. Its message goes on the wire unchanged. */
export class Problem extends Error {
  readonly problem: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: RefusalReason | undefined;
  readonly resourceId: string | undefined;

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
  }
}

/** Whether a credential was refused, and not the service of it: 401, or 403. */
export const isRefusedCredential = (error: unknown): boolean =>
  isProblem(error) && ["unauthenticated", "forbidden"].includes(error.problem);

/** A 422 about one field, parameter or header. */
export const invalid = (path: string, message: string) =>
  new Problem("validation_failed", message, { errors: [{ path, message }] });

/**
 * Tells a Problem by its code. Not by `instanceof`: the web framework loads this
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
