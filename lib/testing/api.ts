import type { Method } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import { routes } from "#lib/http/route.ts";

/** Text and bytes are a body by themselves; anything else is sent as JSON. */
const isSentAsItIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" || body instanceof Uint8Array;

type Call = {
  token?: string;
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** An answer with its body read, a file other than JSON as text; a failure has a message and a code. */
export type Answer = {
  status: number;
  headers: Headers;
  // A test names the fields it expects: the body is whatever came over the wire.
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert on what the wire holds
  body: any;
};

const paths = [...new Set(Object.values(operations).map((operation) => operation.path))]
  // Literal segments go before parameters, as in the web framework.
  .sort((a, b) => a.split("{").length - b.split("{").length)
  .map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
  }));

/** Calls the API's handlers in this process, exactly as the web framework mounts them. */
export async function callApi(method: Method, url: string, given: Call = {}): Promise<Answer> {
  const target = new URL(url, "http://127.0.0.1:3000");
  const found = paths.find(({ pattern }) => pattern.test(target.pathname));
  if (found === undefined) throw new Error(`no operation at ${target.pathname}`);
  const { token, cookie, body, headers = {} } = given;
  const request = new Request(target, {
    method,
    headers: {
      host: target.host,
      ...(token === undefined ? {} : { authorization: `Token ${token}` }),
      ...(cookie === undefined ? {} : { cookie, "sec-fetch-site": "same-origin" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isSentAsItIs(body) ? body : JSON.stringify(body) }),
  });
  const raw = found.pattern.exec(target.pathname)?.groups ?? {};
  const params = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
  const response = await routes(found.path)[method](request, { params: Promise.resolve(params) });
  const { status, headers: answered } = response;
  const isJson = answered.get("content-type") === "application/json";
  return { status, headers: answered, body: await (isJson ? response.json() : response.text()) };
}
