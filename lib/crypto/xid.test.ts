import { afterEach, expect, test, vi } from "vitest";
import { newXid } from "./xid.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Decodes the twelve bytes of an xid bit by bit, independently of the encoder. */
function bytesOf(xid: string): number[] {
  const bits = [...xid]
    .map((digit) => "0123456789abcdefghijklmnopqrstuv".indexOf(digit).toString(2).padStart(5, "0"))
    .join("");
  expect(bits.slice(96)).toBe("0000");
  return Array.from({ length: 12 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
}

test("the test's own decoder reads the public format's published example", () => {
  expect(bytesOf("9m4e2mr0ui3e8a215n4g")).toEqual([
    0x4d, 0x88, 0xe1, 0x5b, 0x60, 0xf4, 0x86, 0xe4, 0x28, 0x41, 0x2d, 0xc9,
  ]);
});

test("an xid is 20 base32hex characters that begin with the time in seconds", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_300_816_219_999 });
  const xid = newXid();
  expect(xid).toMatch(/^[0-9a-v]{19}[0g]$/);
  expect(Buffer.from(bytesOf(xid)).readUInt32BE()).toBe(1_300_816_219);
});

test("xids sort by time, and keep their length at either end of the clock", () => {
  const xids = [0, 1, 31, 32, 2 ** 31, 2 ** 32 - 1].map((seconds) => {
    vi.useFakeTimers({ toFake: ["Date"], now: seconds * 1000 });
    return newXid();
  });
  for (const xid of xids) expect(xid).toHaveLength(20);
  expect(xids.toSorted()).toEqual(xids);
});

test("two hundred thousand xids of one second differ and share their origin", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
  const xids = Array.from({ length: 200_000 }, newXid);
  expect(new Set(xids).size).toBe(200_000);
  expect(bytesOf(xids[0] ?? "").slice(0, 9)).toEqual(bytesOf(xids.at(-1) ?? "").slice(0, 9));
});

test("two copies of the module make different IDs from the same counter and second", async () => {
  vi.resetModules();
  const copy = await import("./xid.ts");
  expect(bytesOf(copy.newXid()).slice(4, 9)).not.toEqual(bytesOf(newXid()).slice(4, 9));
});
