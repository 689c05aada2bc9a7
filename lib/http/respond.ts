import { Problem, STATUS } from "#lib/contract/problem.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Origin } from "#lib/services/context.ts";
import { toProblem } from "#lib/services/errors.ts";
import type { ApiRequest, ApiResponse } from "./api-request.ts";
import { isFileReply, isRelayReply, isReply } from "./reply.ts";
import { unknownPathProblem } from "./unknown-path.ts";

const JSON_HEADERS = { "cache-control": "no-store", "content-type": "application/json" };

/** The result of a handler. Nothing under `/api` may be stored by caches. */
export function answer(
  result: unknown,
  headers: Record<string, string> = {},
  status = 200,
): ApiResponse {
  if (isRelayReply(result)) {
    const { status: given, headers: own, body } = result;
    return { status: given, headers: { "cache-control": "no-store", ...headers, ...own }, body };
  }
  if (isFileReply(result)) {
    const { chunks, contentType, fileName } = result;
    return {
      status: 200,
      headers: {
        ...JSON_HEADERS,
        ...headers,
        "content-type": contentType,
        "content-disposition": `attachment; filename="${fileName}"`,
      },
      body: chunks,
    };
  }
  const { body, headers: own } = isReply(result) ? result : { body: result, headers: {} };
  return {
    status,
    headers: { ...JSON_HEADERS, ...headers, ...own },
    body: JSON.stringify(body),
  };
}

/** Reported only to a caller with a proven secret. */
const REFUSALS: Record<string, string | undefined> = {
  expired: "the access token expired",
  replaced: "the access token was rotated and this secret has ended",
};

/** RFC 6750: no error is named to a caller that sent no credential. */
function challengeOf(problem: Problem): string {
  const realm = 'Bearer realm="roost"';
  if (problem.reason === "no_credential") return realm;
  const invalid = `${realm}, error="invalid_token"`;
  const description = REFUSALS[problem.reason ?? ""];
  return description === undefined ? invalid : `${invalid}, error_description="${description}"`;
}

function problemResponse(
  problem: Problem,
  requestId: string,
  extra: Record<string, string>,
): ApiResponse {
  const status = STATUS[problem.problem];
  const headers: Record<string, string> = { ...JSON_HEADERS, ...extra };
  if (status === 401) headers["www-authenticate"] = challengeOf(problem);
  const scopes = problem.requiredScopes;
  if (scopes) {
    headers["www-authenticate"] =
      `Bearer realm="roost", error="insufficient_scope", scope="${scopes.join(" ")}"`;
  }
  if (status === 415) headers["accept-encoding"] = "identity";
  if (problem.retryAfterSeconds !== undefined) {
    headers["retry-after"] = String(problem.retryAfterSeconds);
  }
  const body = {
    message: problem.message,
    code: status,
    request_id: requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...(scopes ? { required_scope: scopes } : {}),
    ...(problem.requiredProof ? { required_proof: problem.requiredProof } : {}),
    ...(problem.resourceId === undefined ? {} : { resource_id: problem.resourceId }),
  };
  return { status, headers, body: JSON.stringify(body) };
}

/** Maps every error to its response. An unexpected one is a generic 500 and a log line. */
export function failWith(
  error: unknown,
  { requestId }: Pick<Origin, "requestId">,
  headers: Record<string, string> = {},
): ApiResponse {
  const problem = toProblem(error);
  if (problem) {
    if (problem.problem === "unavailable") {
      logger().warn({ requestId, err: problem.cause }, problem.message);
    }
    return problemResponse(problem, requestId, headers);
  }
  logger().error({ requestId, err: error }, "unexpected error");
  return problemResponse(new Problem("internal", "internal server error"), requestId, headers);
}

/** The JSON 405 of a path with other methods. */
export function methodNotAllowed(request: ApiRequest, allowed: readonly string[]): ApiResponse {
  const problem = new Problem("method_not_allowed", `method ${request.method} is not allowed here`);
  return failWith(problem, request.origin, { allow: allowed.join(", ") });
}

/** The JSON error of a path without an operation. */
export function unknownPath({ origin, pathname }: ApiRequest): ApiResponse {
  return failWith(unknownPathProblem(pathname), origin);
}
