import { isIPv4, isIPv6 } from "node:net";

/** The addresses that one client can choose from: an IPv6 subscriber has 64 bits. */
export function networkOf(address: string): string {
  return networksOf(address).at(-1) ?? address;
}

/**
 * The networks of an address, widest first: its /24 and itself for IPv4, its /48, /56 and /64 for
 * IPv6. A client that rotates addresses stays in one of them.
 */
export function networksOf(address: string): [string, ...string[]] {
  const plain = isIPv6(address) ? (mappedIPv4(address) ?? address) : address;
  if (isIPv4(plain)) return [`${plain.slice(0, plain.lastIndexOf("."))}.0/24`, plain];
  if (!isIPv6(plain)) return [plain];
  const [a, b, c, d = 0] = firstGroups(plain);
  const site = [a, b, c].map((group) => group?.toString(16)).join(":");
  return [`${site}/48`, `${site}:${(d >> 8).toString(16)}/56`, `${site}:${d.toString(16)}`];
}

/** The IPv4 form of an IPv4-mapped address, as seen by a server that listens on IPv6. */
const mappedIPv4 = (address: string): string | undefined =>
  /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];

/** The first four of the eight groups of an IPv6 address. */
function firstGroups(address: string): number[] {
  const [before = [], after = []] = address.split("::").map((part) => part.split(":"));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return groups.map((group) => Number.parseInt(group || "0", 16));
}
