import { actorOf, type OnProven } from "#lib/auth/actor.ts";
import { originOf } from "#lib/auth/origin.ts";
import { claimsOf } from "#lib/contract/claims.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import type { Method, OperationId } from "#lib/contract/routes.ts";
import type { Actor, Origin } from "#lib/services/context.ts";
import { networkOf } from "#lib/services/network.ts";
import { countUse } from "#lib/services/usage/count-uses.ts";
import { bodyLimitOf, parseBody, parseWith, readBytes, readJson } from "./body.ts";
import { handlers } from "./handlers.ts";
import { idempotencyOf } from "./idempotency.ts";
import { assertOwnOrigin } from "./origin-rule.ts";
import { type Limit, takeFromLimit, takeFromLinkLimit } from "./rate-limit.ts";
import { answer, failWith } from "./respond.ts";
import { signInRedirect } from "./sign-in-redirect.ts";

type Context = { params: Promise<Record<string, string>> };
type RouteHandler = (request: Request, context: Context) => Promise<Response>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies Method[];

const table: [OperationId, Operation][] = Object.entries(operations) as [OperationId, Operation][];

/**
 * The handlers of a path of the operation table, one for every method, so that a wrong one is a
 * JSON 405. A file of `app/api` exports them as they are.
 */
export function routes(path: Operation["path"]): Record<Method, RouteHandler> {
  const found = table.filter(([, operation]) => operation.path === path);
  if (found.length === 0) throw new Error(`no operation at ${path}`);
  const allowed = found.map(([, operation]) => operation.method);
  const handlerOf = (method: Method): RouteHandler => {
    const [id] = found.find(([, operation]) => operation.method === method) ?? [];
    return id === undefined
      ? async (request) => methodNotAllowed(request, allowed)
      : (request, context) => serve(ownOperation(id), request, context);
  };
  return Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as Record<
    Method,
    RouteHandler
  >;
}

/** The JSON 405 of a path that knows other methods. */
export function methodNotAllowed(request: Request, allowed: readonly string[]): Response {
  const problem = new Problem("method_not_allowed", `method ${request.method} is not allowed here`);
  return failWith(problem, originOf(request.headers), { allow: allowed.join(", ") });
}

/** The JSON 404 of a path that no operation has. */
export function unknownPath(request: Request): Response {
  return failWith(new Problem("not_found", "path not found"), originOf(request.headers));
}

type RequestInput = { origin: Origin; headers: Headers; url: URL; actor: Actor | undefined };
/** A handler with its input types forgotten: `operations` has parsed what it is given. */
type AnyHandler = {
  before?: (given: object) => Promise<void>;
  run: (given: object) => Promise<unknown>;
};

/** An operation with what answers it. `id` names it in a token's usage. */
export type Served = { id: string; operation: Operation; handler: AnyHandler };

const ownOperation = (id: OperationId): Served => ({
  id,
  operation: operations[id],
  handler: handlers[id] as AnyHandler,
});

/** Takes a request through the whole pipeline: origin, credential, limits, input, handler. */
export async function serve(
  { id, operation, handler }: Served,
  request: Request,
  context: Context,
): Promise<Response> {
  const { headers } = request;
  const origin = originOf(headers);
  // What answers and refusals tell of the credential: when it expires, what its limit leaves.
  const sentHeaders: Record<string, string> = {};
  const noteExpiry = (expiresAt: Date) => {
    sentHeaders["token-expires"] = expiresAt.toISOString();
  };
  try {
    // A body means nothing on a GET (RFC 9110, 9.3.1).
    const reads = operation.method === "GET";
    const bytes = reads ? new Uint8Array() : await readBytes(request, bodyLimitOf(operation));
    const usesCookie = operation.access === "anyone" || !headers.has("authorization");
    if (usesCookie) assertOwnOrigin(request.method, headers);
    const params = (await context.params) ?? {};
    const actor = isOpen(operation, params)
      ? undefined
      : await identify(operation, headers, origin, noteExpiry);
    if (actor) countUse(actor, id);
    const limit = takeFromLimits(operation, actor, origin);
    Object.assign(sentHeaders, limit.headers);
    if (limit.refusal) throw limit.refusal;
    const given: RequestInput = { origin, headers, url: new URL(request.url), actor };
    const incoming = { method: request.method, bytes, params };
    const answered = await run({ id, operation, handler }, given, incoming);
    return answer(answered, sentHeaders);
  } catch (error) {
    return signInRedirect(id, request, error) ?? failWith(error, origin, sentHeaders);
  }
}

function isOpen({ access, secretParam }: Operation, params: Record<string, string>): boolean {
  if (access !== "anyone") return false;
  return !secretParam || (params[secretParam.name] ?? "").startsWith(secretParam.prefix);
}

function takeFromLimits(operation: Operation, actor: Actor | undefined, origin: Origin): Limit {
  const own = actor && takeFromLimit(actor.credential, actor.userId);
  if (own?.refusal || !operation.secretParam) return own ?? { headers: {} };
  return takeFromLinkLimit(networkOf(origin.address));
}

/** NetBird puts a prefix before the refusal of a blocked caller on most operations (contract 1.6). */
async function identify(
  operation: Operation,
  headers: Headers,
  origin: Origin,
  onProven: OnProven,
): Promise<Actor | undefined> {
  try {
    return await actorOf(headers, origin, onProven);
  } catch (error) {
    if (!isProblem(error) || error.problem !== "forbidden") throw error;
    if (operation.evenBlocked) return undefined;
    if (operation.plainRefusal) throw error;
    throw new Problem("forbidden", `failed to validate user permissions: ${error.message}`);
  }
}

type Incoming = { method: string; bytes: Uint8Array; params: Record<string, string> };

async function run(
  { id, operation, handler }: Served,
  given: RequestInput,
  { method, bytes, params: rawParams }: Incoming,
): Promise<unknown> {
  const params = parseWith(operation.params, rawParams);
  const query = parseWith(operation.query, queryOf(operation, given.url));
  await handler.before?.({ ...given, params });
  const sent = operation.body && readJson(bytes, operation);
  const body = operation.body && sent && parseBody(sent, { ...operation, body: operation.body });
  const actor = given.actor && {
    ...given.actor,
    ...idempotencyOf(method, given.headers, [id, rawParams, bytes]),
    claims: claimsOf(operation, sent),
  };
  return handler.run({ ...given, actor, params, query, body });
}

/** The parameters that the operation knows; of a repeated one, the first. Others are ignored. */
function queryOf(operation: Operation, { searchParams }: URL): Record<string, string> {
  const known = Object.keys(operation.query.shape).map((name) => [name, searchParams.get(name)]);
  return Object.fromEntries(known.filter(([, value]) => value !== null));
}
