import { STATUS } from "#lib/contract/problem.ts";
import { unknownPathProblem } from "../unknown-path.ts";

const TARGET_MAX_BYTES = 8192;
const API_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const PAGE_METHODS = ["GET", "HEAD"];
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i;
// RFC 3986 allows visible ASCII only; a backslash would count as a slash further on.
const VISIBLE_ASCII = /^[\x21-\x5b\x5d-\x7e]+$/;

/** A request that is refused before it reaches any handler. */
export type RejectedRequest = { status: number; message: string; allow?: string };

/** What is judged: the request line and the headers that concern the connection. */
export type RequestHead = {
  method: string;
  target: string;
  /** Every Host header; one is right. */
  hosts: readonly string[];
  upgrade?: string | undefined;
  expect?: string | undefined;
};

/** Whether a path belongs to the API, where every answer is JSON. */
export function isApi(pathname: string): boolean {
  return pathname === "/api" || pathname.startsWith("/api/");
}

/** Whether a path belongs to sign-in, which the web framework answers. */
export function isSignIn(pathname: string): boolean {
  return pathname.startsWith("/api/auth") && /^\/api\/auth(\/|$)/.test(pathname);
}

/** Below it proxies ask whether a request may pass, with any method and the path of the request. */
export const FORWARD_AUTH = "/api/auth/verify/";

/** Whether a path belongs to forward-auth. */
export const isForwardAuth = (pathname: string): boolean => pathname.startsWith(FORWARD_AUTH);

/** The path of a request target. */
export function pathnameOf(target: string): string {
  return target.split("?", 1)[0] ?? "";
}

/**
 * The request target that handlers see: repeated slashes collapsed, because a client whose base
 * address ends in a slash sends `//api`, and an absolute form (RFC 9112 3.2.2) without its origin.
 */
export function plainTarget(target: string): string {
  if (target.startsWith("/") && !target.includes("//")) return target;
  const [, rest = target] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [];
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(rest) ?? [];
  return (path === "" ? "/" : path.replace(/\/{2,}/g, "/")) + query;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Most targets: without a character or dot segment that is looked at below. */
const ORDINARY = /^\/[\w/-]*$/;

function badTarget(target: string, strictQuery: boolean): string | undefined {
  if (ORDINARY.test(target)) return undefined;
  if (!target.startsWith("/")) return "the request target is not a path";
  if (!VISIBLE_ASCII.test(target)) return "the URL has characters that must be percent-encoded";
  if (target.includes("#")) return "the URL has a fragment";
  const pathname = pathnameOf(target);
  const checked = decoded(strictQuery ? target : pathname);
  if (checked === undefined) return "the URL has a wrong percent-encoding";
  if (checked.includes("\0")) return "the URL contains a NUL character";
  const hops = pathname.split("/").some((part) => /^\.{1,2}$/.test(decoded(part) ?? ""));
  return hops ? "the URL has a dot segment" : undefined;
}

function badUrl(target: string, strictQuery: boolean): RejectedRequest | undefined {
  if (target.length > TARGET_MAX_BYTES) return { status: 414, message: "the URL is too long" };
  const bad = badTarget(target, strictQuery);
  return bad === undefined ? undefined : { status: 400, message: bad };
}

/** RFC 9110 7.8 lets a server ignore offers: clients that merely offer HTTP/2 (`h2c`) are served. */
function badConnection({ hosts, upgrade, expect }: RequestHead): RejectedRequest | undefined {
  const [host] = hosts;
  if (hosts.length !== 1) return { status: 400, message: "exactly one Host header is required" };
  if (!HOST.test(host ?? "")) return { status: 400, message: "the Host header is no host" };
  if (upgrade?.toLowerCase().includes("websocket")) {
    return { status: 400, message: "WebSockets are not offered here" };
  }
  if (expect !== undefined && expect.toLowerCase() !== "100-continue") {
    return { status: 417, message: "only 100-continue can be expected" };
  }
  return undefined;
}

/**
 * Why this request goes no further, or undefined. Its target is the plain one. `anyPageMethod`
 * lets the web framework's development tools post to their own paths.
 */
export function rejectionOf(head: RequestHead, anyPageMethod = false): RejectedRequest | undefined {
  const { method, target } = head;
  const pathname = pathnameOf(target);
  const api = isApi(pathname);
  const methods = api || anyPageMethod ? API_METHODS : PAGE_METHODS;
  if (!methods.includes(method)) {
    const allow = methods.join(", ");
    return { status: 405, message: `method ${method} is not allowed here`, allow };
  }
  const bad = badUrl(target, api);
  if (bad !== undefined) return bad;
  if (api && pathname.endsWith("/")) {
    const { problem, message } = unknownPathProblem(pathname);
    return { status: STATUS[problem], message };
  }
  return badConnection(head);
}

/**
 * The same for forward-auth. Method, query, offered protocols and the end of the path may be those
 * of the request that the proxy asks about, and decide nothing here.
 */
export function forwardAuthRejectionOf({ target, hosts, expect }: RequestHead) {
  return badUrl(pathnameOf(target), false) ?? badConnection({ method: "", target, hosts, expect });
}
