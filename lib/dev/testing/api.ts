import { forwardedRows } from "#lib/contract/netbird-objects.ts";
import { operations } from "#lib/contract/operations.ts";
import type { Method } from "#lib/contract/routes.ts";
import { pathIndex } from "#lib/http/path-index.ts";
import { otherRoute } from "#lib/http/route.ts";
import { connection } from "#lib/netbird/connection.ts";
import { apiDocument } from "#lib/openapi/document.ts";
import { answerChecker } from "./check-answer.ts";

/** Strings and bytes are sent unchanged, other values as JSON. */
const isSentAsItIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" || body instanceof Uint8Array;

type Call = {
  token?: string;
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** An answer with its body: JSON parsed, files as text; failures have a message and a code. */
export type ApiResponse = {
  status: number;
  headers: Headers;
  // The body is unchecked data of the wire; tests assert the fields they expect.
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert on what the wire holds
  body: any;
};

const describedPath = pathIndex(Object.values(operations).map(({ path }) => [path, path]));

const check = answerChecker(apiDocument());

/** Whether a NetBird server answers, in its own form. */
const isNetBirds = (method: Method, path: string): boolean =>
  connection() !== undefined &&
  forwardedRows.some((row) => row.method === method && row.path === path);

/**
 * Sends a request to the API's dispatch in this process. Throws if the answer does not match the API
 * description, for paths that it describes and Roost answers itself.
 */
export async function callApi(method: Method, url: string, given: Call = {}): Promise<ApiResponse> {
  const target = new URL(url, "http://127.0.0.1:3000");
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
  const answer = await readAnswer(await otherRoute(request));
  const found = describedPath(target.pathname);
  if (found === undefined || isNetBirds(method, found.value)) return answer;
  const wrong = check({ method, pathname: target.pathname, ...answer });
  if (wrong.length > 0) {
    throw new Error(`${method} ${found.value} differs from its description:\n${wrong.join("\n")}`);
  }
  return answer;
}

async function readAnswer(response: Response): Promise<ApiResponse> {
  return { status: response.status, headers: response.headers, body: await read(response) };
}

/** The body: the value of JSON, or the text of a file. */
async function read(response: Response): Promise<unknown> {
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return isJson ? response.json() : response.text();
}
