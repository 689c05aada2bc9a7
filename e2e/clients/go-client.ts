import { send } from "./wire.ts";

/** What the Go client makes of an error whose body it can read (contract 4.1). */
export class ApiError extends Error {
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** The Go client's IsNotFound: false for an error whose body it could not read. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 404;

// biome-ignore lint/suspicious/noExplicitAny: the tests assert on what the wire holds
export type GoClient = (method: string, path: string, body?: unknown) => Promise<any>;

/** Requests with the headers that the Go client sends, and its reading of the answers. */
export function goClient(
  base: string,
  token: string,
  { scheme = "Token", userAgent = "Go-http-client/1.1" } = {},
): GoClient {
  return async (method, path, body) => {
    const { status, text } = await send(method, `${base}${path}`, {
      headers: {
        "User-Agent": userAgent,
        Accept: "application/json",
        Authorization: `${scheme} ${token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        "Accept-Encoding": "gzip",
      },
      body,
    });
    const answer = text === "" ? undefined : JSON.parse(text);
    if (status <= 299) return answer;
    if (typeof answer?.message !== "string" || !Number.isInteger(answer.code)) {
      throw new Error(`${method} ${path}: ${status} without message and code`);
    }
    throw new ApiError(answer.message, answer.code);
  };
}
