import type { Method } from "#lib/contract/routes.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { visitor } from "./visitor.ts";

export type SentCall = { method: Method; path: string; body: string | undefined };

/** Answers a call in place of the API, or delays it; undefined lets it pass. */
type Interceptor = (call: SentCall) => Promise<Response | undefined>;

const interceptors = new Set<Interceptor>();

/** The calls of the page since the test began. */
export const sent: SentCall[] = [];

/** Calls that the API answered other than described. */
const failures: unknown[] = [];

/** Puts an interceptor before the API; returns a function that removes it. */
export function intercept(interceptor: Interceptor): () => void {
  interceptors.add(interceptor);
  return () => interceptors.delete(interceptor);
}

/** Forgets the calls and interceptors of a test; throws if an answer differed from its description. */
export function endCalls(): void {
  interceptors.clear();
  sent.length = 0;
  const [failure] = failures.splice(0);
  if (failure !== undefined) throw failure;
}

/** The browser's `fetch`: the API's real handlers in this process, with the browser's cookie. */
export async function apiFetch(input: string, init: RequestInit = {}): Promise<Response> {
  // The only caller is the client of the contract.
  const method = (init.method ?? "GET") as Method;
  const call = { method, path: input, body: init.body === undefined ? undefined : `${init.body}` };
  sent.push(call);
  return Promise.race([answerTo(call, init.headers), aborted(init.signal)]);
}

async function answerTo(call: SentCall, headers: HeadersInit = {}): Promise<Response> {
  for (const interceptor of interceptors) {
    const answer = await interceptor(call);
    if (answer !== undefined) return answer;
  }
  const given = Object.fromEntries(new Headers(headers));
  const { cookie } = visitor;
  const { method, path, body } = call;
  const answer = await callApi(method, path, { cookie, headers: given, body }).catch((error) => {
    failures.push(error);
    throw error;
  });
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  return new Response(text, { status: answer.status, headers: answer.headers });
}

const aborted = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
