import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { version } from "#lib/config/version.ts";
import type { Connection } from "./connection.ts";
import type { Credential } from "./credential.ts";
import { failureOf, isUpstreamFailure, UpstreamFailure } from "./upstream-failure.ts";

/** A request to NetBird: the headers are all that is sent. */
export type UpstreamRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, percent-encoded. */
  path: string;
  headers: Record<string, string>;
  body?: Uint8Array | string | undefined;
  /** Ends the request. */
  signal?: AbortSignal | undefined;
};

/** Holds back and continues the bytes of an answer. */
export type Flow = { pause(): void; resume(): void; abort(reason: UpstreamFailure): void };

/** Takes an answer as it comes. An error that it throws ends the request and is its failure. */
export type Receiver = {
  start(status: number, headers: IncomingHttpHeaders, flow: Flow): void;
  data(chunk: Buffer): void;
};

/** The headers of every request to NetBird; the name a client gave itself follows Roost's. */
export function baseHeaders(credential: Credential, userAgent = ""): Record<string, string> {
  return {
    authorization: credential.authorization(),
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": `roost/${version()}${userAgent === "" ? "" : ` (${userAgent})`}`,
  };
}

/**
 * Sends a request and passes its answer to the receiver; resolves at its end. Redirects are not
 * followed. Throws an UpstreamFailure. A GET whose kept connection had ended is sent once more.
 */
export function exchange(
  { gate, pool }: Connection,
  request: UpstreamRequest,
  receiver: Receiver,
  options: { evenPaused?: boolean } = {},
): Promise<void> {
  return gate.run(async () => {
    const dispatcher = await pool();
    try {
      await once(dispatcher, request, receiver);
    } catch (error) {
      const again = isUpstreamFailure(error) && error.staleConnection;
      if (!again || request.method !== "GET" || request.signal?.aborted) throw error;
      await once(dispatcher, request, receiver);
    }
  }, options);
}

function once(
  dispatcher: Dispatcher,
  { method, path, headers, body, signal }: UpstreamRequest,
  receiver: Receiver,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const progress = { sent: false, answered: false };
  let control: Dispatcher.DispatchController | undefined;
  const stop = () => {
    const failure = new UpstreamFailure("aborted", "the request was ended", {
      mayHaveRun: progress.sent,
    });
    control?.abort(failure);
    // A request that still waits for a connection ends when it gets one.
    reject(failure);
  };
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
  if (!signal?.aborted) {
    dispatcher.dispatch(
      { method, path, headers, body: body ?? null },
      {
        onRequestStart(controller) {
          control = controller;
          if (signal?.aborted) stop();
          else progress.sent = true;
        },
        onResponseStart(controller, status, answered) {
          if (status < 200) return;
          progress.answered = true;
          receiver.start(status, answered, controller);
        },
        onResponseData: (_controller, chunk) => receiver.data(chunk),
        onResponseEnd: () => resolve(),
        onResponseError: (_controller, error) => reject(failureOf(error, progress)),
      },
    );
  }
  return promise.finally(() => signal?.removeEventListener("abort", stop));
}
