import type { Writable } from "node:stream";
import type { Origin } from "#lib/services/context.ts";

/** The headers of a request by lower-case name; repeated ones are joined as in `Headers`. */
export type RequestHeaders = Pick<Headers, "get" | "has">;

/** A request to the API, from our own server or from the web framework. */
export type ApiRequest = {
  method: string;
  /** Percent-encoded, as it was sent. */
  pathname: string;
  /** The query with its "?", or empty. */
  search: string;
  headers: RequestHeaders;
  origin: Origin;
  /** The chunks of the body; read at most once. */
  body(): AsyncIterable<Uint8Array>;
  /** Aborted when the client leaves. */
  gone(): AbortSignal;
};

/** A body from elsewhere that writes itself into the response after its headers. */
export type PipedBody = {
  /** Ends the response, or destroys it if the rest does not come. Never rejects. */
  pipe(to: Writable): Promise<void>;
  /** The body is not needed. */
  cancel(): void;
};

/** A response of the API. A body in chunks is generated while it is sent. */
export type ApiResponse = {
  status: number;
  headers: Record<string, string>;
  body: string | AsyncIterable<string> | PipedBody | null;
  /** The body contains no secret and may be sent compressed. */
  compressible?: boolean;
};
