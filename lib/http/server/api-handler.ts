import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { originWith } from "#lib/auth/origin.ts";
import type { ApiRequest, ApiResponse, RequestHeaders } from "../api-request.ts";
import { dispatch } from "../dispatch.ts";
import { acceptedCoding, type Coding, compress, compressor } from "./compression.ts";
import type { Arrival } from "./request-headers.ts";

/** Shorter bodies do not get shorter in a packet. */
const COMPRESSED_MIN_BYTES = 1024;

/** Answers a request of the API in a server, with `fixed` headers on every response. */
export type AnswerApi = (
  request: IncomingMessage,
  response: ServerResponse,
  arrival: Arrival,
  fixed: Record<string, string>,
) => Promise<void>;

/** The API beside the web framework: from Node's request to the operation, without copies. */
export const answerApi: AnswerApi = async (request, response, arrival, fixed) => {
  const answered = await dispatch(toApiRequest(request, response, arrival));
  // What was not read of the body would block the connection.
  if (!request.complete) request.resume();
  const coding = answered.compressible
    ? acceptedCoding(request.headers["accept-encoding"])
    : undefined;
  await send(request, response, answered, fixed, coding);
};

function toApiRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, clientAddress, isForwarded }: Arrival,
): ApiRequest {
  const target = request.url ?? "/";
  const query = target.indexOf("?");
  return {
    method: request.method ?? "GET",
    pathname: query === -1 ? target : target.slice(0, query),
    search: query === -1 ? "" : target.slice(query),
    headers: new NodeHeaders(request.headers),
    origin: originWith(request.headers["user-agent"], clientAddress, requestId, isForwarded),
    // A body over its limit is refused with a response, which a destroyed request could not get.
    body: () => request.iterator({ destroyOnReturn: false }),
    gone: () => goneSignal(response),
  };
}

/** Without a reason, each abort would create an exception with its stack. */
const LEFT = "the client left";

function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort(LEFT);
  else {
    response.once("close", () => {
      if (!response.writableFinished) gone.abort(LEFT);
    });
  }
  return gone.signal;
}

/** Node's headers as the API reads them. Names are in lower case. */
class NodeHeaders implements RequestHeaders {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name];
    return value === undefined ? null : String(value);
  }

  has(name: string): boolean {
    return this.#headers[name] !== undefined;
  }
}

/** Sends an answer of the API, with `fixed` headers. */
export async function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, compressible }: ApiResponse,
  fixed: Record<string, string>,
  coding: Coding | undefined,
): Promise<void> {
  const all: Record<string, string | number> = { ...headers, ...fixed };
  if (compressible) all.vary = "Accept-Encoding";
  if (body !== null && typeof body !== "string" && "pipe" in body) {
    response.writeHead(status, all);
    if (method !== "HEAD") return body.pipe(response);
    body.cancel();
    response.end();
    return;
  }
  if (body !== null && typeof body !== "string") {
    if (coding) all["content-encoding"] = coding;
    response.writeHead(status, all);
    await (method === "HEAD" ? response.end() : stream(response, body, coding));
    return;
  }
  const text = body ?? "";
  if (coding === undefined || text.length < COMPRESSED_MIN_BYTES) {
    all["content-length"] = Buffer.byteLength(text);
    response.writeHead(status, all).end(text);
    return;
  }
  const bytes = await compress(text, coding);
  all["content-encoding"] = coding;
  all["content-length"] = bytes.byteLength;
  response.writeHead(status, all).end(bytes);
}

async function stream(
  response: ServerResponse,
  chunks: AsyncIterable<string>,
  coding: Coding | undefined,
): Promise<void> {
  // The client has left before the response began: nothing can be piped, and no row was read.
  if (response.destroyed) return;
  const source = Readable.from(chunks);
  try {
    // Each page when it is there: brotli would keep the first 10 000 rows.
    const compressed = coding && compressor(coding, { eachChunk: true });
    await (compressed ? pipeline(source, compressed, response) : pipeline(source, response));
  } catch (error) {
    const clientLeft = error instanceof Error && "code" in error && error.code === CLIENT_LEFT;
    if (!clientLeft) throw error;
  }
}

const CLIENT_LEFT = "ERR_STREAM_PREMATURE_CLOSE";
