import type { IncomingHttpHeaders } from "node:http";
import { isRedirect, redirectFailure } from "./answer-headers.ts";
import type { Connection } from "./connection.ts";
import { exchange, type UpstreamRequest } from "./exchange.ts";
import { Relay } from "./relay.ts";
import { failureOf } from "./upstream-failure.ts";

/** An answer whose body is still on its way. */
export type OpenAnswer = { status: number; headers: IncomingHttpHeaders; body: Relay };

/**
 * Sends a request; resolves when the headers of the answer are there. Its body must be taken or
 * cancelled. Throws an UpstreamFailure if no answer comes, or a redirect.
 */
export function openAnswer(through: Connection, request: UpstreamRequest): Promise<OpenAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OpenAnswer>();
  let body: Relay | undefined;
  const receiver = {
    start(
      status: number,
      headers: IncomingHttpHeaders,
      flow: ConstructorParameters<typeof Relay>[0],
    ) {
      if (isRedirect(status)) throw redirectFailure(through.origin, status, headers);
      body = new Relay(flow);
      resolve({ status, headers, body });
    },
    data: (chunk: Buffer) => body?.data(chunk),
  };
  exchange(through.forwarded, request, receiver).then(
    () => body?.end(),
    (error: unknown) => {
      const failure = failureOf(error, { sent: true, answered: body !== undefined });
      reject(failure);
      body?.fail(failure);
    },
  );
  return promise;
}
