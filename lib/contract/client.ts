import type { OperationAnswer, OperationBody, OperationInput } from "./operations.ts";
import type { FieldError } from "./problem.ts";
import { type OperationId, routeOf } from "./routes.ts";

/** What a refused call tells: the server's message, the wrong fields and the request id. */
export type CallFailure = {
  status: number;
  message: string;
  errors: FieldError[];
  requestId: string | null;
  /** No answer came in time: what was asked for may have been done. */
  late?: true;
};

/** How long an answer is waited for; proxies seldom wait longer. */
const ANSWER_WITHIN_MS = 60_000;

export type CallResult<Id extends OperationId> =
  | { ok: true; data: OperationAnswer<Id> }
  | { ok: false; failure: CallFailure };

type CallInput<Id extends OperationId> = {
  params?: Record<string, string>;
  /** As an address spells it. */
  query?: { [Name in keyof OperationInput<Id>["query"]]?: string };
  body?: OperationBody<Id>;
  /** Names this one request, so that sent twice it is carried out once. */
  idempotencyKey?: string;
  /** Gives the call up; its result is a failure that nobody need be told. */
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
 * Calls an operation of this same origin with the session cookie. Never throws: a refusal, an
 * unreadable answer and a server that is out of reach or does not answer in time (status 0) are all
 * a failure to branch on.
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

/** Gives up once the time is over or the caller does, whichever comes first. */
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
  const told =
    method === "GET"
      ? "The server did not answer in time. Try again."
      : "It may have been done all the same. Reload the page and look before you try again.";
  return { ok: false, failure: { ...failure(0, told).failure, late: true } };
}

function refusal(response: Response, answer: unknown): { ok: false; failure: CallFailure } {
  const told = (answer ?? {}) as { message?: string; errors?: FieldError[] };
  return failure(
    response.status,
    told.message ?? `The server answered with status ${response.status}.`,
    told.errors,
    response.headers.get("x-request-id"),
  );
}

function failure(
  status: number,
  message: string,
  errors: FieldError[] = [],
  requestId: string | null = null,
): { ok: false; failure: CallFailure } {
  return { ok: false, failure: { status, message, errors, requestId } };
}
