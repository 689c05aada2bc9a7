import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { grants, type Module, type Verb } from "#lib/policy/matrix.ts";
import type { JsonObject } from "./go-json.ts";
import type { NetBirdState, NetBirdUser } from "./state.ts";

/** A routed request with its caller; anonymous operations have none. */
export type Call = {
  state: NetBirdState;
  caller: NetBirdUser;
  row: NetBirdOperation;
  /** Decoded. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  body: JsonObject;
};

/** What a file answers instead of JSON. */
export class Download {
  type: string;
  text: string;

  constructor(type: string, text: string) {
    this.type = type;
    this.text = text;
  }
}

/** Returns the JSON of the answer, or a file. */
export type Handler = (call: Call) => unknown;

/** An error of NetBird, whose messages are in lower case. */
export class Refusal extends Error {
  status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const isWriting = (verb: string): verb is Verb => verb !== "read";

/** NetBird's rule: service users read everything; everything else follows the role. */
function allows({ role, isServiceUser }: NetBirdUser, permission: string): boolean {
  const at = permission.lastIndexOf(".");
  // Modules of the cloud are not in the matrix: each role has its usual access to them.
  const [module, verb] = [permission.slice(0, at) as Module, permission.slice(at + 1) as Verb];
  if (isServiceUser && !isWriting(verb)) return true;
  return grants({ role, isServiceUser }, module, verb);
}

const WRAPPED = "failed to validate user permissions: ";

/** Whether a caller without a permission gets an answer of its own kind instead of 403. */
const decidesItself = ({ path, method }: NetBirdOperation) =>
  path === "/api/users/current" || (method === "GET" && path === "/api/users");

/** Throws NetBird's 403 for a blocked caller, or one whose role lacks the permission. */
export function assertAllowed({ row, caller }: Call): void {
  if (row.operation === "anyone" || row.operation === "authenticated") return;
  const prefix = row.module === "groups" && row.method === "GET" ? "" : WRAPPED;
  if (caller.isBlocked) {
    const why = caller.pendingApproval ? "user is pending approval" : "user is blocked";
    throw new Refusal(403, `${prefix}${why}`);
  }
  // The server logs a refused permission of a validation and continues.
  if (decidesItself(row) || row.module === null || row.path.endsWith("/validate")) return;
  const needed = [`${row.module}.${row.operation}`, ...(row.also ?? [])];
  if (!needed.every((permission) => allows(caller, permission))) {
    throw new Refusal(403, "permission denied");
  }
}

/** Whether the caller's role reads all users. */
export const readsUsers = (caller: NetBirdUser) => allows(caller, "users.read");

/** Adds an audit event that names the caller. */
export function record(
  { state, caller }: Call,
  code: string,
  target: string,
  meta: Record<string, string> = {},
): void {
  state.events.unshift({
    id: String(state.events.length + 1),
    timestamp: new Date().toISOString(),
    ...{ activity: code, activity_code: code, target_id: target, meta },
    ...{ initiator_id: caller.id, initiator_name: caller.name, initiator_email: caller.email },
  });
}
