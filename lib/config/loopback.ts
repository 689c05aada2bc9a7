import { isIP } from "node:net";

/** Whether a server on `host` is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Whether a URL names this machine, by address or by a name that resolves to it (RFC 6761, 6.3). */
export function namesLoopback(url: string): boolean {
  const name = new URL(url).hostname.replace(/^\[|\]$/g, "");
  return isLoopback(name) || name.endsWith(".localhost");
}
