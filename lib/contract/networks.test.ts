import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalNetwork, clientNetwork, networksMatcher, sortedNetworks } from "./networks.ts";

/* The model: an address is a number, a network a number and a length. */

type Model = { width: 32 | 128; value: bigint; bits: number };

/** Few different bits, so that networks meet. */
const someValue = (width: 32 | 128) =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n }),
    fc
      .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))
      .map(([high, low]) => (BigInt(high) << BigInt(width - 8)) + BigInt(low)),
  );
const isMapped = ({ width, value }: Model) => width === 128 && value >> 32n === 0xffffn;
const modelOf = (width: 32 | 128): fc.Arbitrary<Model> =>
  fc
    .record({ width: fc.constant(width), value: someValue(width), bits: fc.nat({ max: width }) })
    .filter((model) => !isMapped(model));
const model = fc.oneof(modelOf(32), modelOf(128));

const hostBits = ({ width, value, bits }: Model) => value % (1n << BigInt(width - bits));
const cut = (one: Model): Model => ({ ...one, value: one.value - hostBits(one) });
const holds = (network: Model, { width, value }: Model) =>
  width === network.width &&
  value >> BigInt(width - network.bits) === network.value >> BigInt(width - network.bits);

const dotted = (value: bigint) =>
  [24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) % 256n)).join(".");
const groups = (value: bigint) =>
  Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) % 65536n).toString(16));
const plain = ({ width, value }: Model) => (width === 32 ? dotted(value) : groups(value).join(":"));
/** The ways to write an address. */
const FORMS = [
  plain,
  ({ width, value }: Model) =>
    width === 32
      ? `::ffff:${dotted(value)}`
      : groups(value)
          .map((group) => group.padStart(4, "0"))
          .join(":")
          .toUpperCase(),
  ({ width, value }: Model) =>
    width === 32
      ? `::FFFF:${groups(value).slice(6).join(":")}`
      : `${groups(value).slice(0, 6).join(":")}:${dotted(value % (1n << 32n))}`,
];
const form = fc.constantFrom(...FORMS);
const write = (one: Model, text: (typeof FORMS)[number]) => {
  const isMapping = one.width === 32 && text !== plain;
  return `${text(one)}/${isMapping ? one.bits + 96 : one.bits}`;
};

const canonical = (one: Model): string => {
  const found = canonicalNetwork(write(cut(one), plain));
  if (typeof found !== "string") throw new Error(JSON.stringify(found));
  return found;
};
test("every form of a network has one canonical form, which host bits have to match", () => {
  fc.assert(
    fc.property(model, form, (one, text) => {
      const expected = canonical(one);
      expect(canonicalNetwork(expected)).toBe(expected);
      expect(canonicalNetwork(write(cut(one), text))).toBe(expected);
      if (hostBits(one) === 0n) return;
      const refused = { kind: "host_bits", canonical: expected };
      expect(canonicalNetwork(write(one, text))).toEqual(refused);
    }),
    { numRuns: 2000 },
  );
});

test("a bare address is the network of itself", () => {
  fc.assert(
    fc.property(model, form, (one, text) => {
      expect(canonicalNetwork(text(one))).toBe(canonical({ ...one, bits: one.width }));
    }),
  );
});

test("an address is in a network exactly if the model and Node's list say so", () => {
  fc.assert(
    fc.property(fc.array(model, { maxLength: 5 }), model, form, (networks, address, text) => {
      const expected = networks.some((network) => holds(network, address));
      const list = new BlockList();
      for (const network of networks.map(cut)) {
        const family = network.width === 32 ? "ipv4" : "ipv6";
        list.addSubnet(plain(network), network.bits, family);
      }
      const sameFamily = networks.filter(({ width }) => width === address.width);
      if (sameFamily.length === networks.length) {
        expect(list.check(plain(address), address.width === 32 ? "ipv4" : "ipv6")).toBe(expected);
      }
      expect(networksMatcher(networks.map(canonical))(text(address))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test("sorting keeps every network once, and does not depend on the order", () => {
  fc.assert(
    fc.property(fc.array(model, { maxLength: 8 }), (networks) => {
      const all = networks.map(canonical);
      const sorted = sortedNetworks([...all, ...all]);
      expect(new Set(sorted)).toEqual(new Set(all));
      expect(sorted).toHaveLength(new Set(all).size);
      expect(sortedNetworks(all.toReversed())).toEqual(sorted);
      expect(sortedNetworks(sorted)).toEqual(sorted);
    }),
  );
});

test.each([
  ...["", " ", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8"],
  ...["10.0.0", "10.0.0.0.0", "010.0.0.0/8", "10.0.0.256", "0x0a.0.0.0", "10.0.0.0 /8", "1"],
  ...["::/129", "::1::", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "[::1]"],
  ...["::1]", "::1]:80", "12345::", "::ffff:10.0.0.256", "::ffff:10.0.0.0/129", "localhost"],
  ...["10.0.0.0/8\n", "10.0.0.0/8 192.0.2.0/24", "١.٢.٣.٤", "*", "any"],
])("%j is no network", (text) => {
  expect(canonicalNetwork(text)).toEqual({ kind: "unreadable" });
});

test.each([
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["::ffff:0:0/96", "0.0.0.0/0"],
  ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1/128"],
  ["::", "::/128"],
  ["::/0", "::/0"],
])("%s is written %s", (text, expected) => {
  expect(canonicalNetwork(text)).toBe(expected);
});

test("an IPv4 address is in no IPv6 network, in whatever form", () => {
  const isWithin = networksMatcher(["::/0"]);
  expect([isWithin("::1"), isWithin("10.0.0.1"), isWithin("::ffff:10.0.0.1")]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ["192.0.2.7", "192.0.2.7/32"],
  ["::ffff:192.0.2.7", "192.0.2.7/32"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["unknown", undefined],
  ["", undefined],
])("the network of the client %j is %s", (address, network) => {
  expect(clientNetwork(address)).toBe(network);
  expect(networksMatcher(["0.0.0.0/0", "::/0"])(address)).toBe(network !== undefined);
});
