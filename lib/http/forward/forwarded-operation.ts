import { z } from "zod";
import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { forwardedName } from "#lib/contract/netbird-objects.ts";
import { none, type Operation } from "#lib/contract/operation.ts";
import { Problem } from "#lib/contract/problem.ts";
import { type Connection, connection } from "#lib/netbird/connection.ts";
import { baseHeaders } from "#lib/netbird/exchange.ts";
import { openAnswer } from "#lib/netbird/open-answer.ts";
import { changesSomething, rightsFor } from "#lib/policy/forwarded-rights.ts";
import type { Actor } from "#lib/services/context.ts";
import { upstreamFor } from "#lib/services/netbird/upstream-for.ts";
import { assertRight, hasWriteOn } from "#lib/services/policy.ts";
import type { ApiRequest, RequestHeaders } from "../api-request.ts";
import type { Served } from "../pipeline.ts";
import type { RelayReply } from "../reply.ts";
import { type Answered, relayAnswer, withError } from "./relay-answer.ts";
import { agentOf, passedHeaders } from "./request-headers.ts";
import { targetPath, targetQuery } from "./target.ts";
import { upstreamProblem } from "./upstream-problem.ts";

const BODY_LIMIT_KIB = 1024;

/** What the pipeline gives a forwarded operation. */
type Input = {
  actor: Actor;
  url: Pick<ApiRequest, "search">;
  headers: RequestHeaders;
  gone: ApiRequest["gone"];
};

/** An operation of NetBird's API that is forwarded, by the parameters of its path. */
export function forwardedOperation(
  row: NetBirdOperation,
): (params: Record<string, string>) => Served {
  const id = forwardedName(row);
  const rules = rightsFor(row);
  const changes = changesSomething(row);
  const operation: Operation = {
    method: row.method,
    path: row.path as Operation["path"],
    tag: "instance",
    summary: id,
    access: "signed-in",
    params: none,
    query: none,
    body: null,
    response: z.unknown(),
    problems: [],
    bodyLimitKib: BODY_LIMIT_KIB,
    ...(changes ? {} : { plainRefusal: true }),
  };
  return (params) => {
    const run = (input: Input) => forward(row, params, input);
    const handler = { run: run as unknown as Served["handler"]["run"] };
    return { id, operation, handler, rules, changes };
  };
}

async function forward(
  row: NetBirdOperation,
  params: Record<string, string>,
  { actor, url, headers, gone }: Input,
): Promise<RelayReply> {
  for (const right of rightsFor(row)) assertRight(actor, right);
  const path = `${targetPath(row.path, params)}${targetQuery(url.search)}`;
  if (changesSomething(row)) {
    throw new Problem("not_implemented", "changes are not forwarded to NetBird by this version");
  }
  const hidden = hiddenFrom(actor, row);
  try {
    const answer = await read(row, actor, { path, headers, signal: gone() });
    return await relayAnswer(answer, { requestId: actor.origin.requestId, hidden });
  } catch (error) {
    throw upstreamProblem(error, false);
  }
}

type Reading = { path: string; headers: RequestHeaders; signal: AbortSignal };

/** Once more with a new token of the caller's service user at NetBird if it refuses the first. */
async function read(row: NetBirdOperation, actor: Actor, reading: Reading): Promise<Answered> {
  const through = connection() as Connection;
  const [need = null] = rightsFor(row);
  const once = async () => {
    const upstream = await upstreamFor(through, actor, { need, changes: false });
    const answer = await openAnswer(through, {
      method: row.method,
      path: reading.path,
      headers: {
        ...baseHeaders(upstream.credential, agentOf(reading.headers)),
        ...passedHeaders(reading.headers),
      },
      signal: reading.signal,
    });
    const answered = await withError(answer, row.path);
    const isRefused = answered.error?.class === "credential";
    if (isRefused) upstream.forget?.();
    return { answered, again: isRefused && upstream.forget !== undefined };
  };
  const { answered, again } = await once();
  return again ? (await once()).answered : answered;
}

/** The places of secrets in an answer to a read, which only those who may write see. */
function hiddenFrom(actor: Actor, { module, secretResponse = [] }: NetBirdOperation) {
  return secretResponse.length === 0 || hasWriteOn(actor, module) ? [] : secretResponse;
}
