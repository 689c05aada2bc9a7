import type { IncomingMessage } from "node:http";
import { originWith } from "#lib/auth/origin.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { HeaderFamily } from "#lib/contract/service-choices.ts";
import { noteUntrustedAsker } from "#lib/observability/unknown-proxies.ts";
import type { ApiResponse } from "../api-request.ts";
import { answerQuestion } from "../forward-auth.ts";
import { failWith } from "../respond.ts";
import { type AnswerApi, send } from "./api-handler.ts";
import { type Arrival, valuesOf } from "./request-headers.ts";
import { FORWARD_AUTH } from "./validate-request.ts";

const METHOD_HEADERS: Record<HeaderFamily, string> = {
  "x-forwarded": "x-forwarded-method",
  "x-original": "x-original-method",
};

/**
 * Forward-auth beside the operation table: a proxy asks whether it may pass a request on. It sends
 * whatever method, path, query and body that request has: of these, only the service in the path
 * is read.
 */
export const answerForwardAuth: AnswerApi = async (request, response, arrival, fixed) => {
  const answered = arrival.isTrustedPeer ? await ask(request, arrival) : refuse(arrival);
  // What was not read of the body would block the connection.
  if (!request.complete) request.resume();
  await send(request, response, answered, fixed, undefined);
};

/** Anyone else could claim any client address and method. */
function refuse(arrival: Arrival): ApiResponse {
  noteUntrustedAsker(arrival.clientAddress);
  const message = "only proxies in TRUSTED_PROXIES may ask here";
  return failWith(new Problem("forbidden", message), arrival);
}

function ask(request: IncomingMessage, arrival: Arrival): Promise<ApiResponse> {
  const { requestId, clientAddress } = arrival;
  const { rawHeaders, headers } = request;
  // A proxy that does not name its client asks for someone unknown.
  const isForwarded = arrival.isForwarded || !headers["x-forwarded-for"];
  return answerQuestion({
    slug: slugIn(request.url ?? ""),
    authorization: onlyOne(valuesOf(rawHeaders, "authorization"), ""),
    methodIn: (family) => onlyOne(valuesOf(rawHeaders, METHOD_HEADERS[family]), undefined),
    origin: originWith(headers["user-agent"], clientAddress, requestId, isForwarded),
  });
}

const slugIn = (target: string): string =>
  target.slice(FORWARD_AUTH.length).split(/[/?]/, 1)[0] ?? "";

/** Proxy and service may each read another one of several. */
const onlyOne = <Other>(values: readonly string[], several: Other): string | Other | undefined =>
  values.length > 1 ? several : values[0];
