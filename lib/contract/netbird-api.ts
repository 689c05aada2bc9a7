import rows from "./netbird-api.json" with { type: "json" };
import type { Method } from "./routes.ts";

/** An operation of NetBird's management API: 236 documented ones and 7 that its clients use. */
export type NetBirdOperation = {
  method: Method;
  path: string;
  /** The module of its permission; null if any caller may, or any with a credential. */
  module: string | null;
  operation: string;
  /** How a server of this API handles it: forward to NetBird, answer itself, or refuse. */
  forward: "yes" | "roost" | "by-mode" | "never";
  /** Further permissions that NetBird requires, such as `groups.read`. */
  also?: string[];
  /** Fields of the answer that hold secrets: `.key`, `[].auth_token`. */
  secretResponse?: string[];
  /** Fields of the request that hold secrets. */
  secretRequest?: string[];
  /** The parameter that names the object. */
  objectParam?: string;
  /** What a GET changes. */
  sideEffect?: string;
  /** Absent from NetBird's OpenAPI document. */
  undocumented?: boolean;
  /** Absent from NetBird's open source. */
  cloudOnly?: boolean;
  /** Returns a page object instead of a plain list. */
  paged?: boolean;
};

/** NetBird's whole API, one row per operation, in the order of its OpenAPI document. */
export const netbirdApi = rows as NetBirdOperation[];
