import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnswerApi } from "./api-handler.ts";
import { type IsTrusted, trustedProxies } from "./client-address.ts";
import { preflightHeaders } from "./cors.ts";
import { netbirdPage } from "./netbird-addresses.ts";
import { sendProblem } from "./problem-answer.ts";
import { type Arrival, arrivalOf, replaceHeaders, valuesOf } from "./request-headers.ts";
import { fixedHeaders, setHeaders } from "./response-headers.ts";
import { routeTemplate } from "./route-template.ts";
import { type Area, contentSecurityPolicy } from "./security-headers.ts";
import { SECURITY_TEXT_PATH, sendSecurityText } from "./security-text.ts";
import {
  forwardAuthRejectionOf,
  isApi,
  isForwardAuth,
  isSignIn,
  pathnameOf,
  plainTarget,
  type RejectedRequest,
  type RequestHead,
  rejectionOf,
} from "./validate-request.ts";

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What is written down about a request: its route's template, never its URL. */
export type AccessEntry = {
  requestId: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  clientAddress: string;
  /** The client went away before the answer was complete. */
  aborted?: true;
};

export type RequestHandlerOptions = {
  trustedProxies: readonly string[];
  publicUrl: string;
  /** The address in security.txt; undefined if there is no such file. */
  securityContact: string | undefined;
  development: boolean;
  /** Answers what was not refused here: the web framework. */
  handle: Handle;
  /** Answers the API instead, except sign-in. */
  answerApi?: AnswerApi;
  /** Answers proxies that ask whether a request may pass. */
  answerForwardAuth?: AnswerApi;
  onResponse: (entry: AccessEntry) => void;
  onError: (error: unknown, requestId: string) => void;
  /** Called for each request with forwarded headers from a peer outside `trustedProxies`. */
  onUnknownProxy?: (peer: string) => void;
};

type RequestContext = Arrival & { pathname: string; area: Area };

function areaOf(pathname: string): Area {
  if (isApi(pathname)) return "api";
  const isAsset = pathname.startsWith("/_next/static/") || pathname === SECURITY_TEXT_PATH;
  return isAsset ? "asset" : "page";
}

/**
 * Handles every request of the server: gives it an ID and its client's address, refuses an invalid
 * one, and gives every response the security headers and a line in the access log.
 */
export function createRequestHandler(options: RequestHandlerOptions): Handle {
  const { answerApi, answerForwardAuth, development } = options;
  const isTrusted = trustedProxies(options.trustedProxies);
  const headersOf = fixedHeaders(options);
  return (request, response) => {
    const context = enter(request, isTrusted);
    if (context.unknownProxy !== undefined) options.onUnknownProxy?.(context.unknownProxy);
    reportResponse(request, response, context, options.onResponse);
    if (answerForwardAuth && isForwardAuth(context.pathname)) {
      const fixed = headersOf.forwardAuth(context.requestId);
      return askedByProxy({ request, response, context, options, fixed }, answerForwardAuth);
    }
    const rejected = rejectionOf(headOf(request), development);
    if (answerApi && rejected === undefined && isDispatched(request, context)) {
      const fixed = headersOf.api(context.requestId);
      return safely(() => answerApi(request, response, context, fixed), {
        ...{ request, response, context, options, fixed },
      });
    }
    const nonce = randomBytes(16).toString("base64");
    setHeaders(response, context.area, headersOf.any(context, nonce));
    if (refuse(request, response, context, rejected)) return;
    if (redirect(request, response)) return;
    if (isRead(request) && context.pathname === SECURITY_TEXT_PATH) {
      const { securityContact: contact, publicUrl } = options;
      sendSecurityText(request, response, { contact, publicUrl, requestId: context.requestId });
      return;
    }
    replaceHeaders(request, context.area, {
      "x-request-id": context.requestId,
      "x-roost-client-address": context.clientAddress,
      ...(context.isForwarded ? { "x-roost-forwarded": "1" } : {}),
      "x-roost-nonce": nonce,
      "content-security-policy": contentSecurityPolicy(nonce, development),
    });
    return safely(() => options.handle(request, response), {
      ...{ request, response, context, options, fixed: {} },
    });
  };
}

function enter(request: IncomingMessage, isTrusted: IsTrusted): RequestContext {
  const arrival = arrivalOf(request, isTrusted);
  request.url = plainTarget(request.url ?? "");
  const pathname = pathnameOf(request.url);
  return { ...arrival, pathname, area: areaOf(pathname) };
}

/** Sign-in belongs to the web framework, and preflights are answered here. */
function isDispatched({ method }: IncomingMessage, { area, pathname }: RequestContext): boolean {
  return area === "api" && method !== "OPTIONS" && !isSignIn(pathname);
}

function reportResponse(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, requestId, clientAddress }: RequestContext,
  onResponse: RequestHandlerOptions["onResponse"],
): void {
  const begun = performance.now();
  response.once("close", () => {
    onResponse({
      requestId,
      method: request.method ?? "",
      route: routeTemplate(pathname),
      status: response.statusCode,
      durationMs: Math.round((performance.now() - begun) * 10) / 10,
      clientAddress,
      ...(response.writableFinished ? {} : { aborted: true }),
    });
  });
}

function hostsOf({ rawHeaders, httpVersion }: IncomingMessage): string[] {
  const hosts = valuesOf(rawHeaders, "host");
  // HTTP/1.0 knows no Host header, and health checks still speak it.
  return hosts.length === 0 && httpVersion === "1.0" ? ["localhost"] : hosts;
}

function headOf(request: IncomingMessage): RequestHead {
  const { method = "", url: target = "" } = request;
  const { upgrade, expect } = request.headers;
  return { method, target, hosts: hostsOf(request), upgrade, expect };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, area, requestId }: RequestContext,
  rejection: RejectedRequest | undefined,
): boolean {
  const json = area === "api";
  if (rejection) {
    const { status, message, allow } = rejection;
    const headers = allow === undefined ? {} : { allow };
    sendProblem(request, response, { status, message, requestId, json, headers });
    return true;
  }
  if (request.method !== "OPTIONS" || !json) return false;
  const asked = request.headers["access-control-request-headers"];
  const preflight = preflightHeaders(pathname, asked);
  if (preflight) response.writeHead(204, preflight).end();
  else {
    const message = "other origins have no access here";
    sendProblem(request, response, { status: 403, message, requestId, json });
  }
  return true;
}

const isRead = ({ method }: IncomingMessage) => method === "GET" || method === "HEAD";

/** Leads from an address of NetBird's dashboard to the same page here. */
function redirect(request: IncomingMessage, response: ServerResponse): boolean {
  const page = isRead(request) ? netbirdPage(request.url ?? "") : null;
  if (page !== null) response.writeHead(307, { location: page }).end();
  return page !== null;
}

type Handled = {
  request: IncomingMessage;
  response: ServerResponse;
  context: RequestContext;
  options: RequestHandlerOptions;
  /** Headers of the response to a failure that nothing else adds. */
  fixed: Record<string, string>;
};

/** Whatever the method: that of the request which the proxy asks about. */
function askedByProxy(asked: Handled, answer: AnswerApi): Promise<void> | void {
  const { request, response, context, fixed } = asked;
  const rejected = forwardAuthRejectionOf(headOf(request));
  if (rejected === undefined) return safely(() => answer(request, response, context, fixed), asked);
  const { requestId } = context;
  sendProblem(request, response, { ...rejected, requestId, json: true, headers: fixed });
}

async function safely(
  handle: () => Promise<void> | void,
  { request, response, context: { area, requestId }, options, fixed }: Handled,
): Promise<void> {
  try {
    await handle();
  } catch (error) {
    options.onError(error, requestId);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const failure = { status: 500, message: "internal server error", requestId };
    sendProblem(request, response, { ...failure, json: area === "api", headers: fixed });
  }
}
