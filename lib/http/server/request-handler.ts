import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type IsTrusted, trustedProxies } from "./client-address.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { netbirdPage } from "./netbird-addresses.ts";
import { onHeaders } from "./on-headers.ts";
import { sendProblem } from "./problem-answer.ts";
import { type Arrival, arrivalOf, replaceHeaders } from "./request-headers.ts";
import { routeTemplate } from "./route-template.ts";
import { type Area, contentSecurityPolicy, securityHeaders } from "./security-headers.ts";
import { SECURITY_TEXT_PATH, sendSecurityText } from "./security-text.ts";
import { isApi, pathnameOf, plainTarget, rejectionOf } from "./validate-request.ts";

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
  /** Answers what was not refused here. */
  handle: Handle;
  onResponse: (entry: AccessEntry) => void;
  onError: (error: unknown, requestId: string) => void;
  /** Called for each request with forwarded headers from a peer outside `trustedProxies`. */
  onUnknownProxy?: (peer: string) => void;
};

type RequestContext = Arrival & { pathname: string; area: Area; nonce: string };

function areaOf(pathname: string): Area {
  if (isApi(pathname)) return "api";
  const isAsset = pathname.startsWith("/_next/static/") || pathname === SECURITY_TEXT_PATH;
  return isAsset ? "asset" : "page";
}

/**
 * Handles every request of the server: each request gets its id, its client's address and clean headers;
 * a bad one is refused; every answer gets the security headers and a line in the access log.
 */
export function createRequestHandler(options: RequestHandlerOptions): Handle {
  const isTrusted = trustedProxies(options.trustedProxies);
  return (request, response) => {
    const context = enter(request, isTrusted, options.development);
    if (context.unknownProxy !== undefined) options.onUnknownProxy?.(context.unknownProxy);
    reportResponse(request, response, context, options.onResponse);
    setHeaders(response, context, options);
    if (refuse(request, response, context, options.development)) return;
    if (redirect(request, response)) return;
    if (isRead(request) && context.pathname === SECURITY_TEXT_PATH) {
      const { securityContact: contact, publicUrl } = options;
      sendSecurityText(request, response, { contact, publicUrl, requestId: context.requestId });
      return;
    }
    return handleSafely(request, response, context, options);
  };
}

function enter(
  request: IncomingMessage,
  isTrusted: IsTrusted,
  development: boolean,
): RequestContext {
  const arrival = arrivalOf(request, isTrusted);
  const nonce = randomBytes(16).toString("base64");
  request.url = plainTarget(request.url ?? "");
  const pathname = pathnameOf(request.url);
  const area = areaOf(pathname);
  replaceHeaders(request, area, {
    "x-request-id": arrival.requestId,
    "x-roost-client-address": arrival.clientAddress,
    "x-roost-nonce": nonce,
    "content-security-policy": contentSecurityPolicy(nonce, development),
  });
  return { ...arrival, pathname, area, nonce };
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

function setHeaders(
  response: ServerResponse,
  context: RequestContext,
  options: RequestHandlerOptions,
): void {
  const fixed = {
    "x-request-id": context.requestId,
    ...corsHeaders(context.pathname),
    ...securityHeaders({
      area: context.area,
      nonce: context.nonce,
      https: options.publicUrl.startsWith("https:"),
      development: options.development,
    }),
  };
  onHeaders(response, () => {
    for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
    if (mustNotBeStored(response, context.area)) response.setHeader("cache-control", "no-store");
    response.removeHeader("x-powered-by");
  });
}

/** Built assets and icons are the same for everyone; the rest is about one person. */
function mustNotBeStored(response: ServerResponse, area: Area): boolean {
  if (area === "api" || response.statusCode >= 400) return true;
  const isImage = String(response.getHeader("content-type")).startsWith("image/");
  return area === "page" && !isImage && response.statusCode !== 304;
}

function hostsOf({ rawHeaders, httpVersion }: IncomingMessage): string[] {
  const hosts = rawHeaders.filter(
    (_, at) => at % 2 === 1 && /^host$/i.test(rawHeaders[at - 1] ?? ""),
  );
  // HTTP/1.0 knows no Host header, and health checks still speak it.
  return hosts.length === 0 && httpVersion === "1.0" ? ["localhost"] : hosts;
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, area, requestId }: RequestContext,
  development: boolean,
): boolean {
  const method = request.method ?? "";
  const { upgrade, expect } = request.headers;
  const head = { method, target: request.url ?? "", hosts: hostsOf(request), upgrade, expect };
  const rejection = rejectionOf(head, development);
  const json = area === "api";
  if (rejection) {
    const { status, message, allow } = rejection;
    const headers = allow === undefined ? {} : { allow };
    sendProblem(request, response, { status, message, requestId, json, headers });
    return true;
  }
  if (method !== "OPTIONS" || !json) return false;
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

async function handleSafely(
  request: IncomingMessage,
  response: ServerResponse,
  { area, requestId }: RequestContext,
  { handle, onError }: RequestHandlerOptions,
): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    onError(error, requestId);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const message = "internal server error";
    sendProblem(request, response, { status: 500, message, requestId, json: area === "api" });
  }
}
