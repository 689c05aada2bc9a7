import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { version } from "#lib/config/version.ts";
import type { Lane } from "./connection.ts";
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
  /** Changes something, whatever its method: never sent again. */
  changes?: boolean;
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
 * followed. Throws an UpstreamFailure. A GET that changes nothing is sent once more if its kept
 * connection had ended.
 */
export function exchange(
  { gate, pool, startMs }: Lane,
  request: UpstreamRequest,
  receiver: Receiver,
  options: { evenPaused?: boolean } = {},
): Promise<void> {
  return gate.run(async () => {
    const dispatcher = await pool();
    try {
      await once(dispatcher, request, receiver, startMs);
    } catch (error) {
      const again = isUpstreamFailure(error) && error.staleConnection;
      const mayRepeat = request.method === "GET" && !request.changes;
      if (!again || !mayRepeat || request.signal?.aborted) throw error;
      await once(dispatcher, request, receiver, startMs);
    }
  }, options);
}

function once(
  dispatcher: Dispatcher,
  { method, path, headers, body, signal }: UpstreamRequest,
  receiver: Receiver,
  startMs: number,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const progress = { sent: false, answered: false };
  let control: Dispatcher.DispatchController | undefined;
  let stopped: UpstreamFailure | undefined;
  const stopWith = (failure: UpstreamFailure) => {
    stopped = failure;
    control?.abort(failure);
    // A request that still waits for a connection ends when it gets one.
    reject(failure);
  };
  const stop = () => {
    const mayHaveRun = progress.sent;
    stopWith(new UpstreamFailure("aborted", "the request was ended", { mayHaveRun }));
  };
  const late = setTimeout(() => {
    stopWith(new UpstreamFailure("busy", "too many requests are waiting for NetBird"));
  }, startMs);
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
  if (!signal?.aborted) {
    dispatcher.dispatch(
      { method, path, headers, body: body ?? null },
      {
        onRequestStart(controller) {
          control = controller;
          clearTimeout(late);
          if (stopped) controller.abort(stopped);
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
  return promise.finally(() => {
    clearTimeout(late);
    signal?.removeEventListener("abort", stop);
  });
}
