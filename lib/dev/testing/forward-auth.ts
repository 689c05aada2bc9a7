import { answerApi } from "#lib/http/server/api-handler.ts";
import { answerForwardAuth } from "#lib/http/server/forward-auth-handler.ts";
import type { RequestHandlerOptions } from "#lib/http/server/request-handler.ts";
import { type RawResponse, requestText, sendRaw, startHttpServer } from "./http-server.ts";

/** The client that a question is about, unless it says otherwise. */
export const CLIENT = "203.0.113.9";

/** A server that answers this machine's questions of forward-auth; stops after the test. */
export const startDoor = (options: Partial<RequestHandlerOptions> = {}) =>
  startHttpServer({ answerApi, answerForwardAuth, trustedProxies: ["127.0.0.1"], ...options });

type Question = {
  method?: string;
  path?: string;
  token?: string;
  /** Lines; X-Forwarded-For is among them unless `from` is null. */
  headers?: readonly string[];
  from?: string | null;
};

/** Asks like a proxy whether a request may pass. */
export function ask(port: number, question: Question = {}): Promise<RawResponse> {
  const { method = "GET", path = "/api/auth/verify/wiki", token, headers = [] } = question;
  const { from = CLIENT } = question;
  return sendRaw(
    port,
    requestText(
      `${method} ${path}`,
      ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
      ...(from === null ? [] : [`X-Forwarded-For: ${from}`]),
      ...headers,
    ),
  );
}
