import { forwardedRows, netbirdObjects } from "#lib/contract/netbird-objects.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { connection } from "#lib/netbird/connection.ts";
import type { ApiRequest, ApiResponse } from "./api-request.ts";
import { forwardedOperation } from "./forward/forwarded-operation.ts";
import { refuseUnknownPath } from "./forward/refuse-unknown-path.ts";
import { usersInFront } from "./forward/users.ts";
import { handlers } from "./handlers.ts";
import { netbirdOperation } from "./netbird-operation.ts";
import { pathIndex } from "./path-index.ts";
import { type Served, serve } from "./pipeline.ts";
import { methodNotAllowed, unknownPath } from "./respond.ts";
import { mayBeNetBirds } from "./unknown-path.ts";

/** The operations at a path by method, each with the path's parameters. */
type Methods = Map<string, (params: Record<string, string>) => Served>;

type Paths = Map<string, Methods>;

function own(replaced: { [Id in OperationId]?: unknown } = {}): Paths {
  const byPath: Paths = new Map();
  for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
    const handler = (replaced[id] ?? handlers[id]) as Served["handler"];
    const served: Served = { id, operation, handler };
    methodsAt(byPath, operation.path).set(operation.method, () => served);
  }
  return byPath;
}

/** Without a NetBird server, its objects are answered as if there were none. */
function alone(): Paths {
  const byPath = own();
  for (const row of netbirdObjects) {
    methodsAt(byPath, row.path).set(row.method, (params) => netbirdOperation(row, params));
  }
  return byPath;
}

/** Paths of Roost's audit among NetBird's, whose events are others. They are below /api/roost too. */
const AUDIT_AMONG_NETBIRDS = ["/api/events/audit/daily", "/api/events/audit/export"];

/** With a NetBird server, its operations come before Roost's of the same path and method. */
function inFront(): Paths {
  const byPath = own(usersInFront);
  for (const path of AUDIT_AMONG_NETBIRDS) byPath.delete(path);
  for (const row of forwardedRows) {
    methodsAt(byPath, row.path).set(row.method, forwardedOperation(row));
  }
  return byPath;
}

function methodsAt(byPath: Paths, path: string): Methods {
  const methods = byPath.get(path) ?? new Map();
  byPath.set(path, methods);
  return methods;
}

const aloneAt = pathIndex(alone());
const inFrontAt = pathIndex(inFront());

/** Answers a request to a path under `/api`, except `/api/auth`. Never rejects. */
export async function dispatch(request: ApiRequest): Promise<ApiResponse> {
  const isInFront = connection() !== undefined;
  const found = (isInFront ? inFrontAt : aloneAt)(request.pathname);
  if (found !== undefined) return answerAt(found.value, request, found.params);
  return mayBeNetBirds(request.pathname) ? refuseUnknownPath(request) : unknownPath(request);
}

/** HEAD is a GET without its body (RFC 9110, 9.3.2). */
async function answerAt(
  methods: Methods,
  request: ApiRequest,
  params: Record<string, string>,
): Promise<ApiResponse> {
  const served = methods.get(request.method === "HEAD" ? "GET" : request.method);
  if (served === undefined) return methodNotAllowed(request, [...methods.keys()]);
  const one = served(params);
  if (one.changes && request.method === "HEAD") return methodNotAllowed(request, ["GET"]);
  return serve(one, request, params);
}
