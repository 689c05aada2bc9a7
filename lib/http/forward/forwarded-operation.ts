import { z } from "zod";
import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { forwardedName } from "#lib/contract/netbird-objects.ts";
import { none, type Operation } from "#lib/contract/operation.ts";
import { type Connection, connection } from "#lib/netbird/connection.ts";
import { changesSomething, rightsFor } from "#lib/policy/forwarded-rights.ts";
import type { Actor } from "#lib/services/context.ts";
import { runWrite } from "#lib/services/netbird/running-writes.ts";
import { assertRight } from "#lib/services/policy.ts";
import type { ApiRequest, RequestHeaders } from "../api-request.ts";
import type { Served } from "../pipeline.ts";
import type { RelayReply } from "../reply.ts";
import type { Call } from "./call.ts";
import { forwardRead } from "./forward-read.ts";
import { forwardWrite } from "./forward-write.ts";
import { limitedBody } from "./limited-body.ts";
import { targetPath, targetQuery } from "./target.ts";
import { upstreamProblem } from "./upstream-problem.ts";

const BODY_LIMIT_KIB = 1024;
const NO_BODY = new Uint8Array();

/** What the pipeline gives a forwarded operation. */
type Input = {
  actor: Actor;
  url: Pick<ApiRequest, "search">;
  headers: RequestHeaders;
  bytes: Uint8Array;
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
  { actor, url, headers, bytes, gone }: Input,
): Promise<RelayReply> {
  for (const right of rightsFor(row)) assertRight(actor, right);
  const path = `${targetPath(row.path, params)}${targetQuery(url.search)}`;
  const changes = changesSomething(row);
  const call: Call = { row, actor, through: connection() as Connection, path, headers };
  const body = limitedBody(actor, row, takesBody(row) ? bytes : NO_BODY);
  try {
    if (!changes) return await forwardRead(call, gone());
    const objectId = params[row.objectParam ?? ""] ?? "";
    return await runWrite(() => forwardWrite(call, { objectId, body }));
  } catch (error) {
    throw upstreamProblem(error, changes);
  }
}

const takesBody = ({ method }: NetBirdOperation) => method === "POST" || method === "PUT";
