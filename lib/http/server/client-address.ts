import { BlockList, isIP } from "node:net";

/** Answers whether an address belongs to a proxy whose forwarded headers are believed. */
export type IsTrusted = (address: string) => boolean;

/** Reads the addresses and CIDR ranges of TRUSTED_PROXIES, which the settings have checked. */
export function trustedProxies(list: readonly string[]): IsTrusted {
  if (list.length === 0) return () => false;
  const known = new BlockList();
  for (const entry of list) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(bits), family);
  }
  return (address) =>
    isIP(address) !== 0 && known.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/**
 * An address as it is compared and logged: an IPv4 address that came through an IPv6 socket in
 * its IPv4 form, no zone, no port, lower case. Undefined when it is none.
 */
export function plainAddress(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const withoutPort =
    /^\[(.+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const withoutZone = withoutPort.replace(/%.*$/, "");
  const mapped = /^::ffff:([\d.]+)$/.exec(withoutZone)?.[1];
  const address = mapped ?? withoutZone;
  return isIP(address) === 0 ? undefined : address;
}

/** The client of a request; `forwards` if it names others before it, and is no trusted proxy. */
export type Client = { address: string; forwards: boolean };

/**
 * Where a request came from: the peer, or, when trusted proxies passed it on, the last address in
 * X-Forwarded-For that is not one of them. An unreadable entry ends the search: what stands left
 * of it may be the client's invention.
 */
export function clientOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: IsTrusted,
): Client {
  const direct = plainAddress(peer ?? "");
  if (direct === undefined) return { address: "unknown", forwards: false };
  let address: string = direct;
  const entries = forwardedFor ? forwardedFor.split(",") : [];
  for (const entry of entries.reverse()) {
    const before = isTrusted(address) ? plainAddress(entry) : undefined;
    if (before === undefined) return { address, forwards: true };
    address = before;
  }
  return { address, forwards: false };
}
