import { isIP } from "node:net";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { logger } from "./logger.ts";

/** Maximum number of recorded peers: anyone can send the header. */
const PEERS_MAX = 8;
const PRIVATE =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/;

const asking = () => globalSingleton("untrusted-askers", () => new Set<string>());
const seen = () => globalSingleton("unknown-proxies", () => new Set<string>());
const isPublic = (peer: string) => !PRIVATE.test(peer);

/**
 * Records a peer outside TRUSTED_PROXIES that sent forwarded headers: one log line for each, at
 * most eight, and one for all public addresses, which may be any client.
 */
export function noteUnknownProxy(peer: string): void {
  noteOnce(
    seen(),
    peer,
    "a peer that is not in TRUSTED_PROXIES sends forwarded headers, which are ignored; if it is your proxy, add it",
  );
}

/** The same for a peer outside TRUSTED_PROXIES that was refused an answer to forward-auth. */
export function noteUntrustedAsker(peer: string): void {
  noteOnce(
    asking(),
    peer,
    "a peer that is not in TRUSTED_PROXIES asked /api/auth/verify and was refused; if it is your proxy, add it",
  );
}

function noteOnce(peers: Set<string>, peer: string, message: string): void {
  if (peers.has(peer) || peers.size >= PEERS_MAX || isIP(peer) === 0) return;
  if (isPublic(peer) && [...peers].some(isPublic)) return;
  peers.add(peer);
  logger().warn({ peer }, message);
}

/** The peers that sent forwarded headers since the process began, for owners. */
export const unknownProxies = (): string[] => [...seen()];
