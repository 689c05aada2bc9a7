import { actorOf } from "#lib/auth/actor.ts";
import { isProblem } from "#lib/contract/problem.ts";
import type { ApiRequest, ApiResponse } from "../api-request.ts";
import { takeFromLimit } from "../rate-limit.ts";
import { failWith, unknownPath } from "../respond.ts";
import { noteUnknownPath } from "./unknown-paths.ts";

/**
 * Refuses a request to an unknown path, and counts it if the caller's credential is valid: others
 * could fill the list with paths of their own.
 */
export async function refuseUnknownPath(request: ApiRequest): Promise<ApiResponse> {
  const { method, pathname, headers, origin } = request;
  try {
    const { credential, userId } = await actorOf(headers, origin);
    const limit = takeFromLimit(credential, userId);
    if (limit.refusal) return failWith(limit.refusal, origin, limit.headers);
    noteUnknownPath(method, pathname);
  } catch (error) {
    if (!isProblem(error)) return failWith(error, origin);
  }
  return unknownPath(request);
}
