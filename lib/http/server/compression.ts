import { promisify } from "node:util";
import {
  type BrotliCompress,
  brotliCompress,
  constants,
  createBrotliCompress,
  createGzip,
  type Gzip,
  gzip,
} from "node:zlib";

/** A content coding of responses. */
export type Coding = "br" | "gzip";

/** In the order of preference. */
const CODINGS: readonly Coding[] = ["br", "gzip"];

/** Of the speed of gzip, with a better result. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/**
 * The coding for a client with this Accept-Encoding (RFC 9110, 12.5.3), or undefined. A coding is
 * used only if it is named: `*` is sent by clients that decode none of them.
 */
export function acceptedCoding(accepted: string | undefined): Coding | undefined {
  if (accepted === undefined) return undefined;
  const named = new Set(accepted.toLowerCase().split(",").flatMap(nameOfAccepted));
  return CODINGS.find((coding) => named.has(coding));
}

/** `gzip;q=0.5` → `gzip`; none if the weight is zero. */
function nameOfAccepted(entry: string): string[] {
  const [name = "", ...parameters] = entry.split(";").map((part) => part.trim());
  const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  return refused ? [] : [name];
}

const compressed = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** The compressed text, off the main thread. */
export function compress(text: string, coding: Coding): Promise<Buffer> {
  return coding === "br" ? compressed.br(text, BROTLI) : compressed.gzip(text);
}

/** What makes a compressor emit everything that was written to it. */
export const FLUSH = {
  br: constants.BROTLI_OPERATION_FLUSH,
  gzip: constants.Z_SYNC_FLUSH,
} as const satisfies Record<Coding, number>;

/** A stream that compresses what is written to it; with `eachChunk`, emits each chunk when it is written. */
export function compressor(coding: Coding, { eachChunk = false } = {}): BrotliCompress | Gzip {
  const flushing = eachChunk ? { flush: FLUSH[coding] } : {};
  return coding === "br" ? createBrotliCompress({ ...BROTLI, ...flushing }) : createGzip(flushing);
}
