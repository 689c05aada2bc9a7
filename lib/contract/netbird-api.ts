import rows from "./netbird-api.json" with { type: "json" };
import type { Method } from "./routes.ts";

/** One operation of NetBird's management API: 236 documented ones and 7 that its clients use. */
export type NetBirdOperation = {
  method: Method;
  path: string;
  /** The module of its permission; null where any caller may, or any with a credential. */
  module: string | null;
  operation: string;
  /** What a server of this API does with it: pass it on to NetBird, answer itself, or refuse. */
  forward: "yes" | "roost" | "by-mode" | "never";
  /** Absent from NetBird's open source. */
  cloudOnly?: boolean;
  /** Answers a page of an object instead of a plain list. */
  paged?: boolean;
};

/** NetBird's whole API, one row an operation, in the order of its description. */
export const netbirdApi = rows as NetBirdOperation[];
