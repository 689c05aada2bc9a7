import type { IncomingHttpHeaders } from "node:http";
import { UpstreamFailure } from "./upstream-failure.ts";

/** A header's value, in one string; undefined if it is absent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Whether an answer is JSON that nothing has compressed. */
export function isPlainJson(headers: IncomingHttpHeaders): boolean {
  const coding = headerOf(headers, "content-encoding")?.trim().toLowerCase() ?? "";
  return (coding === "" || coding === "identity") && isJson(headerOf(headers, "content-type"));
}

/** Whether a content type is JSON. */
export const isJson = (contentType: string | undefined): boolean =>
  /^\s*application\/json\s*(;|$)/i.test(contentType ?? "");

export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** The failure of a redirect: following it would carry the token to where it points. */
export function redirectFailure(
  origin: string,
  status: number,
  headers: IncomingHttpHeaders,
): UpstreamFailure {
  const location = headerOf(headers, "location") ?? "";
  const target = URL.canParse(location, origin) ? new URL(location, origin).origin : origin;
  const message =
    target === origin || target === "null"
      ? "NetBird answers with a redirect, which is not followed"
      : `NETBIRD_URL answers with a redirect to ${target}; set it to that address`;
  return new UpstreamFailure("redirect", message, { status, mayHaveRun: true });
}
