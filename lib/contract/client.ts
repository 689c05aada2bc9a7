import type { OperationAnswer, OperationBody, OperationInput } from "./operations.ts";
import type { FieldError } from "./problem.ts";
import { type OperationId, routeOf } from "./routes.ts";

/** A failed call: the server's message, the invalid fields and the request ID. */
export type CallFailure = {
  status: number;
  message: string;
  errors: FieldError[];
  requestId: string | null;
  /** Of a 403: the ways to prove again who acts, after which the call is allowed. */
  requiredProof?: string[];
  /** No answer in time: the change may have been made. */
  late?: true;
};

/** Timeout for an answer; proxies rarely wait longer. */
const ANSWER_WITHIN_MS = 60_000;

export type CallResult<Id extends OperationId> =
  | { ok: true; data: OperationAnswer<Id> }
  | { ok: false; failure: CallFailure };

export type CallInput<Id extends OperationId> = {
  params?: Record<string, string>;
  /** As strings of the URL. */
  query?: { [Name in keyof OperationInput<Id>["query"]]?: string };
  body?: OperationBody<Id>;
  /** Identifies the request, so that a retry has no second effect. */
  idempotencyKey?: string;
  /** Aborts the call; its failure need not be shown. */
  signal?: AbortSignal;
};

function filled(path: string, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}

function queryText(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

/**
 * Calls an operation of the same origin with the session cookie. Never throws: returns a failure
 * for an error status, an unreadable answer, and an unreachable or slow server (status 0).
 */
export async function call<Id extends OperationId>(
  id: Id,
  { params = {}, query = {}, body, idempotencyKey, signal }: CallInput<Id> = {},
): Promise<CallResult<Id>> {
  const { method, path } = routeOf(id);
  const wait = waitAsLongAs(signal);
  try {
    const response = await fetch(`${filled(path, params)}${queryText(query)}`, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: wait.signal,
    });
    const answer: unknown = await response.json().catch(() => null);
    if (wait.signal.aborted) return unanswered(method);
    if (response.ok && answer !== null) {
      return { ok: true, data: answer as OperationAnswer<Id> };
    }
    return refusal(response, answer);
  } catch {
    if (wait.signal.aborted) return unanswered(method);
    return failure(0, "The server could not be reached. Check the connection and try again.");
  } finally {
    wait.end();
  }
}

/** A signal that aborts on the timeout or with the caller's signal. */
function waitAsLongAs(signal: AbortSignal | undefined) {
  const giveUp = new AbortController();
  const abort = () => giveUp.abort();
  const timer = setTimeout(abort, ANSWER_WITHIN_MS);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  const end = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  };
  return { signal: giveUp.signal, end };
}

function unanswered(method: string): { ok: false; failure: CallFailure } {
  const message =
    method === "GET"
      ? "The server did not answer in time. Try again."
      : "Your change may have been saved. Reload the page and check before you try again.";
  return { ok: false, failure: { ...failure(0, message).failure, late: true } };
}

function refusal(response: Response, answer: unknown): { ok: false; failure: CallFailure } {
  const problem = (answer ?? {}) as {
    message?: string;
    errors?: FieldError[];
    required_proof?: string[];
  };
  const refused = failure(
    response.status,
    problem.message ?? `The server answered with status ${response.status}.`,
    problem.errors,
    response.headers.get("x-request-id"),
  );
  const { required_proof: requiredProof } = problem;
  return requiredProof ? { ok: false, failure: { ...refused.failure, requiredProof } } : refused;
}

function failure(
  status: number,
  message: string,
  errors: FieldError[] = [],
  requestId: string | null = null,
): { ok: false; failure: CallFailure } {
  return { ok: false, failure: { status, message, errors, requestId } };
}
