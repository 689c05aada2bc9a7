import { Problem } from "#lib/contract/problem.ts";
import { NOT_OFFERED } from "#lib/netbird/classify.ts";
import { connection } from "#lib/netbird/connection.ts";

/** Below these, all paths are Roost's own. */
const ROOSTS = /^\/api\/(auth|roost)(\/|$)/;

/** Whether a path without an operation may be one of a NetBird server behind Roost. */
export const mayBeNetBirds = (pathname: string): boolean =>
  connection() !== undefined && !ROOSTS.test(pathname);

/**
 * The problem of a path without an operation. It is no 404 before a NetBird server, which may have
 * it: Terraform takes any 404 for a deleted object.
 */
export const unknownPathProblem = (pathname: string): Problem =>
  mayBeNetBirds(pathname)
    ? new Problem("not_implemented", NOT_OFFERED)
    : new Problem("not_found", "path not found");
