import { isIP } from "node:net";
import { hasSessionCookie } from "#lib/auth/session-cookie.ts";
import { settings } from "#lib/config/settings.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { RequestHeaders } from "./api-request.ts";

const SAFE = ["GET", "HEAD", "OPTIONS"];

const hostOf = (url: string): string | undefined => {
  try {
    return new URL(url).host;
  } catch {
    return undefined;
  }
};

function isSameOrigin(headers: RequestHeaders): boolean | undefined {
  const site = headers.get("sec-fetch-site");
  // Another port of the same host is `same-site`, and sends the cookie: not enough.
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  if (origin === null) return undefined;
  const host = hostOf(origin);
  return host !== undefined && [headers.get("host"), hostOf(settings().publicUrl)].includes(host);
}

/**
 * Refuses (403) an unsafe request that another web page made a browser send. It concerns requests
 * that act by cookie or by no credential; a token in the `Authorization` header is never sent by
 * a browser on its own.
 */
export function assertOwnOrigin(method: string, headers: RequestHeaders): void {
  if (SAFE.includes(method)) return;
  const sameOrigin = isSameOrigin(headers) ?? !hasSessionCookie(headers.get("cookie"));
  if (!sameOrigin) {
    throw new Problem("forbidden", "requests from other web pages are not allowed");
  }
}

function hostnameOf(host: string | null): string {
  const name = hostOf(`http://${host ?? ""}`)?.replace(/:\d+$/, "") ?? "";
  return name.replace(/^\[|\]$/g, "");
}

/**
 * While no owner exists, only a name that cannot be pointed here by another party may be used:
 * loopback, an address, or the configured one. So no web page can claim a fresh installation by
 * rebinding its own name.
 */
export function assertOwnHost(headers: RequestHeaders): void {
  const host = headers.get("host");
  const name = hostnameOf(host);
  const loopback = name === "localhost" || name.endsWith(".localhost");
  if (loopback || isIP(name) !== 0 || host === hostOf(settings().publicUrl)) return;
  throw new Problem("forbidden", "setup must use an address, localhost or NEXTAUTH_URL's host");
}
