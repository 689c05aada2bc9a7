import { PassThrough, Readable } from "node:stream";
import { originOf } from "#lib/auth/origin.ts";
import type { Operation } from "#lib/contract/operation.ts";
import type { Method } from "#lib/contract/routes.ts";
import type { ApiRequest, ApiResponse } from "./api-request.ts";
import { dispatch } from "./dispatch.ts";

/*
 * The API as routes of the web framework: with web requests and responses. Our own server
 * dispatches without them (server/api-handler.ts).
 */

type RouteHandler = (request: Request) => Promise<Response>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies Method[];

/**
 * The handlers of a path of the operation table, one for each method, so that a wrong one is a
 * JSON 405. A file of `app/api` exports them unchanged. The dispatch finds the operation itself:
 * an encoded path has one meaning, wherever it is routed.
 */
export function routes(_path: Operation["path"]): Record<Method, RouteHandler> {
  return Object.fromEntries(METHODS.map((method) => [method, otherRoute])) as Record<
    Method,
    RouteHandler
  >;
}

/** Answers the paths without a route file: objects of a NetBird server, and unknown paths. */
export async function otherRoute(request: Request): Promise<Response> {
  return toResponse(await dispatch(toApiRequest(request)));
}

/** The same request with the origin that our server has put into its headers. */
export function toApiRequest(request: Request): ApiRequest {
  const { pathname, search } = new URL(request.url);
  const { method, headers } = request;
  return {
    method,
    pathname,
    search,
    headers,
    origin: originOf(headers),
    body: () => bodyOf(request),
    gone: () => request.signal,
  };
}

async function* bodyOf({ body }: Request): AsyncGenerator<Uint8Array> {
  yield* body ?? [];
}

export function toResponse({ status, headers, body }: ApiResponse): Response {
  return new Response(webBody(body), { status, headers });
}

function webBody(body: ApiResponse["body"]): ReadableStream<Uint8Array> | string | null {
  if (body === null || typeof body === "string") return body;
  if (!("pipe" in body)) return streamOf(body);
  const through = new PassThrough();
  void body.pipe(through);
  return Readable.toWeb(through) as ReadableStream<Uint8Array>;
}

function streamOf(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const pieces = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
