import type { OperationAnswer, OperationBody, OperationId } from "./operations.ts";
import { places } from "./places.ts";
import type { FieldError } from "./problem.ts";

/** What a refused call tells: the server's message, the wrong fields and the request id. */
export type CallFailure = {
  status: number;
  message: string;
  errors: FieldError[];
  requestId: string | null;
};

export type CallResult<Id extends OperationId> =
  | { ok: true; data: OperationAnswer<Id> }
  | { ok: false; failure: CallFailure };

type CallInput<Id extends OperationId> = {
  params?: Texts;
  query?: Texts;
  body?: OperationBody<Id>;
  /** Names this one request, so that sent twice it is carried out once. */
  idempotencyKey?: string;
};

type Texts = Record<string, string>;

function filled(path: string, params: Texts, query: Texts): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const search = new URLSearchParams(query).toString();
  return search === "" ? place : `${place}?${search}`;
}

/**
 * Calls an operation of this same origin with the session cookie. Never throws: a refusal,
 * an unreadable answer and an unreachable server (status 0) are all a failure to branch on.
 */
export async function call<Id extends OperationId>(
  id: Id,
  { params = {}, query = {}, body, idempotencyKey }: CallInput<Id> = {},
): Promise<CallResult<Id>> {
  const [method = "", path = ""] = places[id].split(" ");
  let response: Response;
  try {
    response = await fetch(filled(path, params, query), {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return failure(0, "The server could not be reached. Check the connection and try again.");
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) {
    return { ok: true, data: answer as OperationAnswer<Id> };
  }
  return refusal(response, answer);
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
