/* Addresses and networks of IPv4 and IPv6, in the browser too. An IPv4-mapped address is IPv4. */

type Family = 4 | 6;
type Address = { family: Family; value: bigint };

/** The addresses that share the first `bits` bits of `value`; the bits after those are zero. */
type Network = Address & { bits: number };

const WIDTH = { 4: 32, 6: 128 } as const;
/** `::ffff:0:0/96` holds all IPv4 addresses. */
const MAPPED = { prefix: 0xffffn, bits: 96 };

const withoutTail = (value: bigint, tail: number) => (value >> BigInt(tail)) << BigInt(tail);

/** Decimal without leading zeros, which some programs read as octal. */
const OCTET = /^(?:0|[1-9]\d{0,2})$/;

function v4Of(text: string): Address | undefined {
  const octets = text.split(".");
  if (octets.length !== 4) return undefined;
  if (!octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return undefined;
  const value = octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  return { family: 4, value };
}

function v6Of(text: string): Address | undefined {
  const canonical = /^[\da-f:.]+$/i.test(text) ? hostOf(text) : undefined;
  if (canonical === undefined) return undefined;
  const [before = [], after = []] = canonical
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  const groups = [...before, ...zeros, ...after].map((group) => group.padStart(4, "0"));
  return { family: 6, value: BigInt(`0x${groups.join("")}`) };
}

/** The canonical form of an IPv6 address, as the parser of URLs writes it (RFC 5952). */
function hostOf(text: string): string | undefined {
  try {
    return new URL(`http://[${text}]`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
}

const isMapped = ({ family, value }: Address) => family === 6 && value >> 32n === MAPPED.prefix;

function addressOf(text: string): Address | undefined {
  const address = v4Of(text) ?? v6Of(text);
  if (address === undefined || !isMapped(address)) return address;
  return { family: 4, value: address.value & 0xffffffffn };
}

function addressText({ family, value }: Address): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  }
  const groups = value.toString(16).padStart(32, "0").match(/.{4}/g) ?? [];
  return hostOf(groups.join(":")) ?? "";
}

const networkText = (network: Network) => `${addressText(network)}/${network.bits}`;

/** A network as written; a bare address is a network of one. */
function written(text: string): Network | undefined {
  const [, host = "", length] = /^([^/]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const address = v4Of(host) ?? v6Of(host);
  if (address === undefined) return undefined;
  const bits = length === undefined ? WIDTH[address.family] : Number(length);
  if (bits > WIDTH[address.family]) return undefined;
  if (!isMapped(address) || bits < MAPPED.bits) return { ...address, bits };
  return { family: 4, value: address.value & 0xffffffffn, bits: bits - MAPPED.bits };
}

/** What is wrong with a network: unreadable, or bits set behind its length, as in `10.0.0.1/8`. */
export type NetworkRefusal = { kind: "unreadable" } | { kind: "host_bits"; canonical: string };

/** The canonical form of a network or a bare address, or what is wrong with it. */
export function canonicalNetwork(text: string): string | NetworkRefusal {
  const network = written(text);
  if (network === undefined) return { kind: "unreadable" };
  const value = withoutTail(network.value, WIDTH[network.family] - network.bits);
  const canonical = networkText({ ...network, value });
  return value === network.value ? canonical : { kind: "host_bits", canonical };
}

const order = (a: Network, b: Network): number =>
  a.family - b.family || (a.value === b.value ? a.bits - b.bits : a.value < b.value ? -1 : 1);

/** Canonical networks, each once and in order: IPv4 first, then by address and length. */
export function sortedNetworks(canonical: readonly string[]): string[] {
  return [...new Set(canonical)].map(networkOf).sort(order).map(networkText);
}

function networkOf(canonical: string): Network {
  const network = written(canonical);
  if (network === undefined) throw new Error(`not a network: ${canonical}`);
  return network;
}

function contains(wide: Network, narrow: Network): boolean {
  if (wide.family !== narrow.family || wide.bits > narrow.bits) return false;
  return withoutTail(narrow.value, WIDTH[wide.family] - wide.bits) === wide.value;
}

/** Answers whether an address is in one of these canonical networks; a text that is none is not. */
export function networksMatcher(canonical: readonly string[]): (address: string) => boolean {
  const networks = canonical.map(networkOf);
  return (text) => {
    const address = addressOf(text);
    if (address === undefined) return false;
    const narrow = { ...address, bits: WIDTH[address.family] };
    return networks.some((wide) => contains(wide, narrow));
  };
}

/** Whether each of the canonical networks is within one of the others. */
export function networksContain(wide: readonly string[], narrow: readonly string[]): boolean {
  const known = wide.map(networkOf);
  return narrow.map(networkOf).every((one) => known.some((other) => contains(other, one)));
}

/** The network of one client: its IPv4 address, or the /64 of its IPv6 address. */
export function clientNetwork(address: string): string | undefined {
  const found = addressOf(address);
  if (found === undefined) return undefined;
  const bits = found.family === 4 ? 32 : 64;
  const value = withoutTail(found.value, WIDTH[found.family] - bits);
  return networkText({ ...found, value, bits });
}
