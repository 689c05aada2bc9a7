import { actorOf } from "#lib/auth/actor.ts";
import { claimsOf } from "#lib/contract/claims.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { type ScopeRule, scopeOf, scopeRuleOf } from "#lib/policy/scopes.ts";
import { isNetworkRefusal } from "#lib/services/allowed-networks.ts";
import type { Actor } from "#lib/services/context.ts";
import { networkOf } from "#lib/services/network.ts";
import { assertScope } from "#lib/services/policy.ts";
import { countRefusal, countUse } from "#lib/services/usage/count-uses.ts";
import type { ApiRequest, ApiResponse } from "./api-request.ts";
import { bodyLimitOf, parseBody, parseWith, readBytes, readObject } from "./body.ts";
import { idempotencyOf } from "./idempotency.ts";
import { assertOwnOrigin } from "./origin-rule.ts";
import { type Limit, takeFromLimit, takeFromLinkLimit } from "./rate-limit.ts";
import { answer, failWith } from "./respond.ts";
import { signInRedirect } from "./sign-in-redirect.ts";

/** A handler with its input types forgotten: the pipeline has parsed its input. */
type AnyHandler = {
  before?: (input: object) => Promise<void>;
  run: (input: object) => Promise<unknown>;
};

/**
 * An operation with its handler. `id` names it in a token's usage. `rules` replace what the
 * operation requires of scopes; `changes` says that even its GET changes something.
 */
export type Served = {
  id: string;
  operation: Operation;
  handler: AnyHandler;
  rules?: readonly ScopeRule[];
  changes?: boolean;
};

/** A request on its way through the steps. Each step reads the fields of earlier ones. */
type Exchange = Served & {
  request: ApiRequest;
  rawParams: Record<string, string>;
  /** Headers of the response, also of an error: expiry and limits of the credential. */
  sentHeaders: Record<string, string>;
  bytes: Uint8Array;
  actor: Actor | undefined;
  /** When the call of the actor was counted. */
  countedAt: Date | undefined;
  params: object;
  query: object;
  result: unknown;
};

type Step = (exchange: Exchange) => void | Promise<void>;

const STEPS: readonly Step[] = [
  readBody,
  checkOrigin,
  identifyCaller,
  countCall,
  takeLimits,
  checkScope,
  parseAddress,
  loadTarget,
  runHandler,
];

const NO_BYTES = new Uint8Array();

/**
 * Answers a request to an operation, by the steps in their order. Every error becomes a response;
 * the headers of the credential are sent with it, too.
 */
export async function serve(
  { id, operation, handler, rules, changes }: Served,
  request: ApiRequest,
  rawParams: Record<string, string>,
): Promise<ApiResponse> {
  const exchange: Exchange = {
    ...{ id, operation, handler, request, rawParams },
    ...(rules && { rules }),
    ...(changes && { changes }),
    ...{ sentHeaders: {}, bytes: NO_BYTES, actor: undefined, countedAt: undefined },
    ...{ params: {}, query: {}, result: undefined },
  };
  try {
    for (const step of STEPS) {
      const pending = step(exchange);
      if (pending !== undefined) await pending;
    }
    const response = answer(exchange.result, exchange.sentHeaders, operation.status);
    response.compressible = operation.method === "GET" && !operation.secretParam;
    return response;
  } catch (error) {
    countIfRefused(exchange, error);
    return (
      signInRedirect(id, request, error) ?? failWith(error, request.origin, exchange.sentHeaders)
    );
  }
}

/** A body means nothing on a GET (RFC 9110, 9.3.1). */
function readBody(exchange: Exchange): Promise<void> | undefined {
  const { operation, request } = exchange;
  if (operation.method === "GET") return undefined;
  return readBytes(request, bodyLimitOf(operation)).then((bytes) => {
    exchange.bytes = bytes;
  });
}

function checkOrigin({ operation, changes, request: { method, headers } }: Exchange): void {
  const usesCookie = operation.access === "anyone" || !headers.has("authorization");
  if (usesCookie) assertOwnOrigin(changes ? "POST" : method, headers);
}

function isOpen({ access, secretParam }: Operation, params: Record<string, string>): boolean {
  if (access !== "anyone") return false;
  return !secretParam || (params[secretParam.name] ?? "").startsWith(secretParam.prefix);
}

/** NetBird puts a prefix before the refusal of a blocked caller on most operations (contract 1.6). */
async function identifyCaller(exchange: Exchange): Promise<void> {
  const { operation, request, rawParams, sentHeaders } = exchange;
  if (isOpen(operation, rawParams)) return;
  try {
    exchange.actor = await actorOf(request.headers, request.origin, {
      revokesItself: operation.revokesItself === true,
      basic: operation.basicAuth === true,
      onProven({ end, replacedAt }) {
        sentHeaders["token-expires"] = end.toISOString();
        // RFC 9745: the caller should change to the token's new secret.
        if (replacedAt) sentHeaders.deprecation = `@${Math.floor(replacedAt.getTime() / 1000)}`;
      },
    });
  } catch (error) {
    if (!isProblem(error) || error.problem !== "forbidden") throw error;
    if (isNetworkRefusal(error)) throw error;
    if (operation.evenBlocked) return;
    if (operation.plainRefusal || error.reason === "token_disabled") throw error;
    throw new Problem("forbidden", `failed to validate user permissions: ${error.message}`);
  }
}

function countCall(exchange: Exchange): void {
  const { actor, id } = exchange;
  if (actor?.credential.kind !== "token") return;
  exchange.countedAt = new Date();
  countUse(actor, id, exchange.countedAt);
}

/** A call refused for lack of a right is no use of it. */
function countIfRefused({ actor, countedAt, id }: Exchange, error: unknown): void {
  if (actor && countedAt && isProblem(error) && error.problem === "forbidden") {
    countRefusal(actor, id, countedAt);
  }
}

function takeLimits({ operation, actor, request, sentHeaders }: Exchange): void {
  const { headers, refusal } = limitOf(operation, actor, request.origin.address);
  Object.assign(sentHeaders, headers);
  if (refusal) throw refusal;
}

/** NetBird's clients ignore the header; others learn which scope a narrow token needs. */
function checkScope({ operation, rules, actor, sentHeaders }: Exchange): void {
  if (actor?.credential.kind !== "token") return;
  const required = rules ?? rulesOf(operation);
  sentHeaders["roost-accepted-scopes"] = required.flatMap(nameOf).join(" ");
  for (const rule of required) assertScope(actor, rule);
  const [first = "none"] = required;
  actor.scopeRule = first;
}

function rulesOf(operation: Operation): ScopeRule[] {
  const { alsoScope } = operation;
  const rule = scopeRuleOf(operation);
  return alsoScope === undefined ? [rule] : [rule, scopeRuleOf({ access: alsoScope })];
}

const nameOf = (rule: ScopeRule): string[] => (typeof rule === "string" ? [] : [scopeOf(rule)]);

function limitOf(operation: Operation, actor: Actor | undefined, address: string): Limit {
  const own = actor && takeFromLimit(actor.credential, actor.userId);
  if (own?.refusal || !operation.secretParam) return own ?? { headers: {} };
  return takeFromLinkLimit(networkOf(address));
}

function parseAddress(exchange: Exchange): void {
  const { operation, request, rawParams } = exchange;
  exchange.params = parseWith(operation.params, rawParams);
  exchange.query = parseWith(operation.query, queryOf(operation, request.search));
}

/** The parameters that the operation knows; of a repeated one, the first. Others are ignored. */
function queryOf({ query }: Operation, search: string): Record<string, string> {
  if (search === "") return {};
  const sent = new URLSearchParams(search);
  const known = Object.keys(query.shape).map((name) => [name, sent.get(name)]);
  return Object.fromEntries(known.filter(([, value]) => value !== null));
}

function loadTarget(exchange: Exchange): Promise<void> | undefined {
  return exchange.handler.before?.({ actor: exchange.actor, params: exchange.params });
}

async function runHandler(exchange: Exchange): Promise<void> {
  const { id, operation, handler, request, bytes, params, query } = exchange;
  const { method, headers, origin } = request;
  const sent = operation.body && readObject(bytes, operation, headers.get("content-type"));
  const body = operation.body && sent && parseBody(sent, { ...operation, body: operation.body });
  const actor = exchange.actor && {
    ...exchange.actor,
    ...idempotencyOf(method, headers, [id, targetOf(exchange), bytes]),
    claims: claimsOf(operation, sent),
  };
  exchange.result = await handler.run({
    origin,
    headers,
    url: request,
    bytes,
    gone: request.gone,
    actor,
    params,
    query,
    body,
  });
}

/** What the path names, and for operations on the token of the request that token. */
function targetOf({ id, rawParams, actor }: Exchange): Record<string, string> {
  const isOwn = actor !== undefined && id.startsWith("tokens.self.");
  return isOwn ? { tokenId: actor.credential.id } : rawParams;
}
