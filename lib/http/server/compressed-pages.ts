import { randomBytes, randomInt } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BrotliCompress, Gzip } from "node:zlib";
import { COMPRESSED_PAGES } from "#lib/contract/pages.ts";
import { acceptedCoding, type Coding, compressor, FLUSH } from "./compression.ts";
import { onHeaders } from "./on-headers.ts";
import type { Handle } from "./request-handler.ts";
import { routeTemplate } from "./route-template.ts";
import { pathnameOf } from "./validate-request.ts";

/** HTML, and the data of a page that the framework's browser code requests. */
const PAGE_TYPE = /^text\/(html|x-component)\b/;
const PADDING_MAX_BYTES = 63;

const compressible = new Set(COMPRESSED_PAGES);

/**
 * Compresses the pages without secrets that `handle` returns, as the client accepts. What `handle`
 * has written is sent without waiting for more. All other responses are sent unchanged.
 */
export function withCompressedPages(handle: Handle): Handle {
  return (request, response) => {
    if (mayBeCompressed(request)) {
      compressBody(response, acceptedCoding(request.headers["accept-encoding"]));
    }
    return handle(request, response);
  };
}

function mayBeCompressed({ method, url = "" }: IncomingMessage): boolean {
  return method === "GET" && compressible.has(routeTemplate(pathnameOf(url)));
}

function isPage(response: ServerResponse): boolean {
  return (
    response.statusCode === 200 &&
    !response.hasHeader("content-encoding") &&
    PAGE_TYPE.test(String(response.getHeader("content-type")))
  );
}

function compressBody(response: ServerResponse, coding: Coding | undefined): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let body: BrotliCompress | Gzip | undefined;
  let isDecided = false;
  /** Before the first byte, when all headers are set. */
  const decide = () => {
    if (isDecided) return;
    isDecided = true;
    if (!isPage(response)) return;
    const varies = [response.getHeader("vary") ?? [], "Accept-Encoding"].flat();
    response.setHeader("vary", varies.join(", "));
    if (coding === undefined) return;
    response.removeHeader("content-length");
    response.setHeader("content-encoding", coding);
    response.setHeader("x-padding", padding());
    body = compressor(coding);
    connect(body, response, { write, end });
  };
  onHeaders(response, decide);
  const flushSoon = coding && flusher(FLUSH[coding]);
  response.write = (chunk: unknown, ...rest: unknown[]) => {
    decide();
    if (body) flushSoon?.(body);
    return Reflect.apply(body ? body.write : write, body, [chunk, ...rest]);
  };
  response.end = (...given: unknown[]) => {
    decide();
    if (body === undefined) return Reflect.apply(end, response, given);
    const done = given.at(-1);
    if (typeof done === "function") response.once("finish", () => done());
    Reflect.apply(
      body.end,
      body,
      given.filter((part) => typeof part !== "function"),
    );
    return response;
  };
}

/** Blurs the length by a header: it is outside of what is compressed, and of flight data too. */
function padding(): string {
  // Random text: a proxy that speaks HTTP/2 would send a known value as its index.
  return randomBytes(48)
    .toString("base64url")
    .slice(0, randomInt(PADDING_MAX_BYTES + 1));
}

/** Flushes once after all writes of a turn of the event loop: each flush costs some bytes. */
function flusher(kind: number): (body: BrotliCompress | Gzip) => void {
  let isPlanned = false;
  return (body) => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      if (!body.writableEnded && !body.destroyed) body.flush(kind);
    });
  };
}

/** Sends what the compressor emits, and makes it and its writer wait for a slow client. */
function connect(
  body: BrotliCompress | Gzip,
  response: ServerResponse,
  { write, end }: Pick<ServerResponse, "write" | "end">,
): void {
  body.on("data", (bytes: Buffer) => {
    if (!write(bytes)) body.pause();
  });
  response.on("drain", () => {
    // Not if this is the compressor's own, below.
    if (!response.writableNeedDrain) body.resume();
  });
  body.on("drain", () => response.emit("drain"));
  body.once("end", () => end());
  body.once("error", (error) => response.destroy(error));
  response.once("close", () => body.destroy());
}
