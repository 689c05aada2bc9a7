import { type Problem, STATUS } from "#lib/contract/problem.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Origin } from "#lib/services/actor.ts";
import { toProblem } from "#lib/services/to-problem.ts";

const BASE_HEADERS = { "cache-control": "no-store" };

/** 200 with a JSON body; nothing under `/api` may be stored by anyone. */
export function answer(body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { headers: { ...BASE_HEADERS, ...headers } });
}

/** RFC 6750: no error is named to a caller that sent no credential. */
function challengeOf(problem: Problem): string {
  const realm = 'Bearer realm="roost"';
  if (problem.reason === "no_credential") return realm;
  const invalid = `${realm}, error="invalid_token"`;
  return problem.reason === "expired"
    ? `${invalid}, error_description="the access token expired"`
    : invalid;
}

function problemResponse(problem: Problem, requestId: string, extra: HeadersInit): Response {
  const status = STATUS[problem.problem];
  const headers = new Headers({ ...BASE_HEADERS, ...Object.fromEntries(new Headers(extra)) });
  if (status === 401) headers.set("www-authenticate", challengeOf(problem));
  if (problem.retryAfterSeconds !== undefined) {
    headers.set("retry-after", String(problem.retryAfterSeconds));
  }
  const body = {
    message: problem.message,
    code: status,
    request_id: requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
  return Response.json(body, { status, headers });
}

/** The one place where an error becomes an answer. What nobody foresaw is a bland 500 and a log line. */
export function failWith(error: unknown, origin: Origin, headers: HeadersInit = {}): Response {
  const problem = toProblem(error);
  if (problem) {
    if (problem.problem === "unavailable") {
      logger().warn({ requestId: origin.requestId, err: problem.cause }, problem.message);
    }
    return problemResponse(problem, origin.requestId, headers);
  }
  logger().error({ requestId: origin.requestId, err: error }, "unexpected error");
  return Response.json(
    { message: "internal server error", code: 500, request_id: origin.requestId },
    { status: 500, headers: { ...BASE_HEADERS } },
  );
}
