import type { IncomingHttpHeaders } from "node:http";
import type { NetBirdUser } from "./state.ts";

/** A request as it reached the server. */
export type Arrival = {
  method: string;
  /** Unchanged, with its query. */
  url: string;
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
  body: string;
  /** The operation that the router found: `GET /api/peers/{peerId}`. */
  operation: string | null;
  /** The owner of the credential. */
  user: NetBirdUser | null;
  /** The status of NetBird's answer; null if it misbehaved instead. */
  status: number | null;
  /** Bytes of a long list that the connection has taken so far. */
  written: number;
  /** Whether the connection closed before the whole answer was written. */
  aborted: boolean;
};
