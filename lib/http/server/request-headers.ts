import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { clientOf, type IsTrusted, plainAddress } from "./client-address.ts";
import type { Area } from "./security-headers.ts";

/** Names that only this server, or the web framework inside it, may set. */
const RESERVED =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-request-id|x-roost-.*|content-security-policy.*|x-middleware-.*|x-invoke-.*|x-nextjs-.*|x-next-.*|x-matched-path|x-now-.*|x-vercel-.*|x-original-url|x-rewrite-url|x-http-method.*)$/;
/** What the framework's own browser code sends with its requests for pages. */
const PAGE_REQUEST = /^(rsc|next-.*|x-nextjs-(data|request-id|html-request-id))$/;
/** By which a proxy says that it passes on the request of another. */
const FORWARDING = /^(x-forwarded-.*|forwarded|x-real-ip)$/;
const SANE_REQUEST_ID = /^[A-Za-z0-9][\w.-]{0,127}$/;

/** Names of a client that only X-Forwarded-For is read for. */
const OTHER_NAMES = ["forwarded", "x-real-ip"] as const;

/** What the server found out about a request before anyone acts on it. */
export type Arrival = {
  requestId: string;
  clientAddress: string;
  /** The peer, where it sent forwarded headers that are not believed. */
  unknownProxy: string | undefined;
  /** The client passes on requests of others, but no one vouches for what it says of them. */
  isForwarded: boolean;
  /** The peer itself is in TRUSTED_PROXIES. */
  isTrustedPeer: boolean;
};

/** Whether a proxy names its client only in a header that is not read. */
const isUnread = (headers: IncomingMessage["headers"]): boolean =>
  headers["x-forwarded-for"] === undefined &&
  OTHER_NAMES.some((name) => headers[name] !== undefined);

/** Fixes the request id and the client's address; a proxy that is not trusted decides neither. */
export function arrivalOf(request: IncomingMessage, isTrusted: IsTrusted): Arrival {
  const peer = request.socket.remoteAddress;
  const forwardedFor = request.headers["x-forwarded-for"];
  const given = request.headers["x-request-id"];
  const address = plainAddress(peer ?? "") ?? "";
  const trusted = isTrusted(address);
  const forwards = !trusted && Object.keys(request.headers).some((name) => FORWARDING.test(name));
  const client = clientOf(peer, [forwardedFor].flat().join(","), isTrusted);
  const believed = trusted && typeof given === "string" && SANE_REQUEST_ID.test(given);
  return {
    unknownProxy: forwards ? address : undefined,
    requestId: believed ? given : randomUUID(),
    clientAddress: client.address,
    isForwarded: forwards || client.forwards || isUnread(request.headers),
    isTrustedPeer: trusted,
  };
}

/** Every value of a header, by its lower-case name, as it was sent. */
export function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [sent = "", value = ""] = [rawHeaders[at], rawHeaders[at + 1]];
    if (sent.length === name.length && sent.toLowerCase() === name) values.push(value);
  }
  return values;
}

function mayPass(name: string, area: Area): boolean {
  const lower = name.toLowerCase();
  // On a path of the API they would make the framework redirect.
  if (PAGE_REQUEST.test(lower)) return area !== "api";
  return !RESERVED.test(lower);
}

/**
 * Drops every reserved header that the client or a proxy sent and puts the server's own in their
 * place, in each form in which the request offers its headers.
 */
export function replaceHeaders(
  request: IncomingMessage,
  area: Area,
  own: Record<string, string>,
): void {
  for (const name of Object.keys(request.headers)) {
    if (!mayPass(name, area)) delete request.headers[name];
  }
  const kept: string[] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = request.rawHeaders.slice(at, at + 2);
    if (mayPass(name, area)) kept.push(name, value);
  }
  Object.assign(request.headers, own);
  request.rawHeaders = [...kept, ...Object.entries(own).flat()];
}
