import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import type { Connection } from "#lib/netbird/connection.ts";
import { baseHeaders, type UpstreamRequest } from "#lib/netbird/exchange.ts";
import { type OpenAnswer, openAnswer } from "#lib/netbird/open-answer.ts";
import type { Actor } from "#lib/services/context.ts";
import type { Upstream } from "#lib/services/netbird/upstream-for.ts";
import type { RequestHeaders } from "../api-request.ts";
import { agentOf, passedHeaders } from "./request-headers.ts";

/** A call that is forwarded; its actor has the rights for it. */
export type Call = {
  row: NetBirdOperation;
  actor: Actor;
  through: Connection;
  /** Path and query for NetBird. */
  path: string;
  headers: RequestHeaders;
};

/** Sends a call to NetBird. */
export function send(
  { row, through, path, headers }: Call,
  { credential }: Upstream,
  { body, signal, changes = false }: Pick<UpstreamRequest, "body" | "signal" | "changes">,
): Promise<OpenAnswer> {
  const hasBody = body !== undefined && body.length > 0;
  return openAnswer(through, {
    ...{ method: row.method, path, signal, changes },
    headers: {
      ...baseHeaders(credential, agentOf(headers)),
      ...passedHeaders(headers),
      ...(hasBody ? { "content-type": "application/json" } : {}),
    },
    body: hasBody ? body : undefined,
  });
}
