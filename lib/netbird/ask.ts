import type { IncomingHttpHeaders } from "node:http";
import { headerOf, isPlainJson, isRedirect, redirectFailure } from "./answer-headers.ts";
import { type Connection, connection } from "./connection.ts";
import type { Credential } from "./credential.ts";
import { baseHeaders, exchange, type Receiver, type UpstreamRequest } from "./exchange.ts";
import { UpstreamFailure } from "./upstream-failure.ts";

const ANSWER_MAX_BYTES = 1024 * 1024;

/** A request of Roost's own; `body` is sent as JSON. */
export type Question = {
  method: UpstreamRequest["method"];
  /** From `/api`, percent-encoded. */
  path: string;
  body?: unknown;
  signal?: AbortSignal;
  /** Largest answer; 1 MiB unless given. */
  maxBytes?: number;
  /** Sent even while requests are refused because the latest ones failed. */
  evenPaused?: boolean;
};

/** NetBird's answer: the parsed JSON, undefined if there is none. `requestId` is NetBird's. */
export type UpstreamAnswer = { status: number; body: unknown; requestId: string | undefined };

/**
 * Asks NetBird something in JSON as the holder of the credential (null: no one).
 * Answers with any status but redirects, which are never followed. Throws an UpstreamFailure.
 */
export async function ask(
  credential: Credential | null,
  { method, path, body, signal, maxBytes = ANSWER_MAX_BYTES, evenPaused = false }: Question,
  through: Connection | undefined = connection(),
): Promise<UpstreamAnswer> {
  if (through === undefined) throw new Error("there is no NetBird server: NETBIRD_URL is not set");
  const { authorization, ...anonymous } = baseHeaders(credential ?? through.broker);
  const request: UpstreamRequest = {
    method,
    path,
    headers: {
      ...anonymous,
      ...(credential && authorization ? { authorization } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  };
  const answer = new SmallAnswer(through, maxBytes);
  await exchange(through.own, request, answer, { evenPaused });
  return answer.read();
}

/** Collects a small answer. */
class SmallAnswer implements Receiver {
  readonly #origin: string;
  readonly #maxBytes: number;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #size = 0;

  constructor({ origin }: Pick<Connection, "origin">, maxBytes: number) {
    this.#origin = origin;
    this.#maxBytes = maxBytes;
  }

  start(status: number, headers: IncomingHttpHeaders): void {
    if (isRedirect(status)) throw redirectFailure(this.#origin, status, headers);
    this.#status = status;
    this.#headers = headers;
  }

  data(chunk: Buffer): void {
    this.#size += chunk.byteLength;
    if (this.#size > this.#maxBytes) {
      throw this.#failure("too_large", "NetBird's answer is too large");
    }
    this.#chunks.push(chunk);
  }

  read(): UpstreamAnswer {
    const requestId = headerOf(this.#headers, "x-request-id");
    const text = Buffer.concat(this.#chunks).toString("utf8");
    if (text.trim() === "" && this.#status < 300) {
      return { status: this.#status, body: undefined, requestId };
    }
    if (!isPlainJson(this.#headers))
      throw this.#failure("not_json", "NetBird's answer is not JSON");
    try {
      return { status: this.#status, body: JSON.parse(text), requestId };
    } catch {
      throw this.#failure("not_json", "NetBird's answer is not valid JSON");
    }
  }

  #failure(kind: "too_large" | "not_json", message: string): UpstreamFailure {
    return new UpstreamFailure(kind, message, { status: this.#status, mayHaveRun: true });
  }
}
