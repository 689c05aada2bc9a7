import { forwardedRows, netbirdObjects } from "#lib/contract/netbird-objects.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { connection } from "#lib/netbird/connection.ts";
import type { ApiRequest, ApiResponse } from "./api-request.ts";
import { forwardedOperation } from "./forward/forwarded-operation.ts";
import { handlers } from "./handlers.ts";
import { netbirdOperation } from "./netbird-operation.ts";
import { pathIndex } from "./path-index.ts";
import { type Served, serve } from "./pipeline.ts";
import { methodNotAllowed, unknownPath } from "./respond.ts";

/** The operations at a path by method, each with the path's parameters. */
type Methods = Map<string, (params: Record<string, string>) => Served>;

function own(): Map<string, Methods> {
  const byPath = new Map<string, Methods>();
  for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
    const served: Served = { id, operation, handler: handlers[id] as Served["handler"] };
    methodsAt(byPath, operation.path).set(operation.method, () => served);
  }
  return byPath;
}

function ofNetbird(): Map<string, Methods> {
  const byPath = new Map<string, Methods>();
  for (const row of netbirdObjects) {
    methodsAt(byPath, row.path).set(row.method, (params) => netbirdOperation(row, params));
  }
  return byPath;
}

function forwarded(): Map<string, Methods> {
  const byPath = new Map<string, Methods>();
  for (const row of forwardedRows) {
    const serve = forwardedOperation(row);
    methodsAt(byPath, row.path).set(row.method, serve);
  }
  return byPath;
}

function methodsAt(byPath: Map<string, Methods>, path: string): Methods {
  const methods = byPath.get(path) ?? new Map();
  byPath.set(path, methods);
  return methods;
}

const ownAt = pathIndex(own());
const netbirdAt = pathIndex(ofNetbird());
const forwardedAt = pathIndex(forwarded());

/** Answers a request to a path under `/api`, except `/api/auth`. Never rejects. */
export async function dispatch(request: ApiRequest): Promise<ApiResponse> {
  const otherAt = connection() === undefined ? netbirdAt : forwardedAt;
  const found = ownAt(request.pathname) ?? otherAt(request.pathname);
  return found === undefined ? unknownPath(request) : answerAt(found.value, request, found.params);
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
