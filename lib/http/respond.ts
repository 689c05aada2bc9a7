import { Problem, STATUS } from "#lib/contract/problem.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Origin } from "#lib/services/context.ts";
import { toProblem } from "#lib/services/errors.ts";
import { type FileReply, isFileReply, isReply } from "./reply.ts";

const BASE_HEADERS = { "cache-control": "no-store" };

/** 200 with what a handler answered; nothing under `/api` may be stored by anyone. */
export function answer(answered: unknown, headers: Record<string, string> = {}): Response {
  if (isFileReply(answered)) return fileResponse(answered, headers);
  const { body, headers: own } = isReply(answered) ? answered : { body: answered, headers: {} };
  return Response.json(body, { headers: { ...BASE_HEADERS, ...headers, ...own } });
}

function fileResponse(file: FileReply, headers: Record<string, string>): Response {
  const pieces = file.chunks[Symbol.asyncIterator]();
  const bytes = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
  return new Response(bytes, {
    headers: {
      ...BASE_HEADERS,
      ...headers,
      "content-type": file.contentType,
      "content-disposition": `attachment; filename="${file.fileName}"`,
    },
  });
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
  if (status === 415) headers.set("accept-encoding", "identity");
  if (problem.retryAfterSeconds !== undefined) {
    headers.set("retry-after", String(problem.retryAfterSeconds));
  }
  const body = {
    message: problem.message,
    code: status,
    request_id: requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...(problem.resourceId === undefined ? {} : { resource_id: problem.resourceId }),
  };
  return Response.json(body, { status, headers });
}

/** Maps every error to its answer. An unexpected one is a generic 500 and a log line. */
export function failWith(error: unknown, origin: Origin, headers: HeadersInit = {}): Response {
  const problem = toProblem(error);
  if (problem) {
    if (problem.problem === "unavailable") {
      logger().warn({ requestId: origin.requestId, err: problem.cause }, problem.message);
    }
    return problemResponse(problem, origin.requestId, headers);
  }
  logger().error({ requestId: origin.requestId, err: error }, "unexpected error");
  return problemResponse(
    new Problem("internal", "internal server error"),
    origin.requestId,
    headers,
  );
}
