import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { acceptedCoding, type Coding } from "./compression.ts";
import type { Handle } from "./request-handler.ts";
import { pathnameOf } from "./validate-request.ts";

/** The folder of the build whose files browsers load, and its path on the server. */
export const STATIC_FOLDER = ".next/static/";
const STATIC_PATH = "/_next/static/";

/** The types of files that are worth compressing, as the web framework sends them. */
const TEXT_TYPES: Record<string, string> = {
  ".css": "text/css; charset=UTF-8",
  ".html": "text/html; charset=UTF-8",
  ".js": "application/javascript; charset=UTF-8",
  ".json": "application/json; charset=UTF-8",
  ".map": "application/json; charset=UTF-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=UTF-8",
};

/** What a compressed form adds to the name of its file. */
export const SUFFIXES: Record<Coding, string> = { br: ".br", gzip: ".gz" };

/** Whether a file with this name is text, so that the build compresses it. */
export const isText = (name: string): boolean => textType(name) !== undefined;

const textType = (name: string): string | undefined => TEXT_TYPES[extname(name)];

type StaticFile = { type: string; forms: Map<Coding, () => Promise<Form>> };
type Form = { bytes: Buffer; etag: string };

/**
 * Sends the compressed forms of static files to clients that accept them; `handle` answers all
 * other requests. Paths are looked up among `built`, the names of the files of the build.
 */
export function withStaticFiles(
  folder: string,
  built: Record<string, unknown>,
  handle: Handle,
): Handle {
  const files = filesWithForms(folder, built);
  return async (request, response) => {
    const file = isRead(request) ? files.get(nameOf(request)) : undefined;
    if (file) {
      response.setHeader("vary", "Accept-Encoding");
      const coding = acceptedCoding(request.headers["accept-encoding"]);
      const load = coding && file.forms.get(coding);
      // A range of the file is not a range of its compressed form.
      if (load && request.headers.range === undefined) {
        send(request, response, { ...(await load()), type: file.type, coding });
        return;
      }
    }
    await handle(request, response);
  };
}

const isRead = ({ method }: IncomingMessage) => method === "GET" || method === "HEAD";

/** The name that the request's path would have in the build; the server refused wrong encodings. */
function nameOf({ url = "" }: IncomingMessage): string {
  const pathname = pathnameOf(url);
  if (!pathname.startsWith(STATIC_PATH)) return "";
  return STATIC_FOLDER + decodeURIComponent(pathname.slice(STATIC_PATH.length));
}

function filesWithForms(folder: string, built: Record<string, unknown>): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const name of Object.keys(built)) {
    const type = name.startsWith(STATIC_FOLDER) ? textType(name) : undefined;
    if (type === undefined) continue;
    const forms: StaticFile["forms"] = new Map();
    for (const coding of ["br", "gzip"] as const) {
      const form = name + SUFFIXES[coding];
      if (form in built)
        forms.set(
          coding,
          once(() => read(join(folder, form))),
        );
    }
    if (forms.size > 0) files.set(name, { type, forms });
  }
  return files;
}

async function read(path: string): Promise<Form> {
  const bytes = await readFile(path);
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  return { bytes, etag: `"${hash}"` };
}

/** Reads a file once and keeps it: all forms together are small. A failure is not kept. */
function once(load: () => Promise<Form>): () => Promise<Form> {
  let kept: Promise<Form> | undefined;
  return async () => {
    kept ??= load();
    try {
      return await kept;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
}

function send(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { bytes, etag, type, coding }: Form & { type: string; coding: Coding },
): void {
  response.setHeader("cache-control", "public, max-age=31536000, immutable");
  response.setHeader("etag", etag);
  if (isKnown(headers["if-none-match"], etag)) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    "content-type": type,
    "content-encoding": coding,
    "content-length": bytes.byteLength,
  });
  response.end(method === "HEAD" ? undefined : bytes);
}

/** Whether the client has this form (RFC 9110, 13.1.2). */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return known.includes(etag) || known.includes("*");
}
