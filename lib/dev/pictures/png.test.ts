import { crc32, deflateSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { decode, withPalette } from "./png.ts";

const SIGNATURE = "89504e470d0a1a0a";

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A picture of rows, each with its filter type in front. */
function pngOf(width: number, rows: number[][]): Buffer {
  const header = Buffer.from([
    0,
    0,
    0,
    width,
    0,
    0,
    rows.length >> 8,
    rows.length & 255,
    8,
    2,
    0,
    0,
    0,
  ]);
  return Buffer.concat([
    Buffer.from(SIGNATURE, "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The pixels of a picture with a palette, as 0xRRGGBB. */
function pixelsOf(png: Buffer, width: number): number[] {
  const partOf = (type: string) => {
    const at = png.indexOf(type, 0, "latin1");
    const end = at + 4 + png.readUInt32BE(at - 4);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at, end)));
    return png.subarray(at + 4, end);
  };
  const palette = partOf("PLTE");
  return [...inflateSync(partOf("IDAT"))].flatMap((index, at) =>
    at % (width + 1) === 0 ? [] : palette.readUIntBE(index * 3, 3),
  );
}

const ROWS = [
  [0, 10, 20, 30, 40, 50, 60],
  [1, 10, 20, 30, 1, 1, 1],
  [2, 1, 1, 1, 0, 0, 255],
  [3, 5, 5, 5, 0, 0, 0],
  [4, 1, 2, 3, 4, 5, 6],
];
const PIXELS = [
  0x0a141e, 0x28323c, 0x0a141e, 0x0b151f, 0x0b151f, 0x0b151e, 0x0a0f14, 0x0a1219, 0x0b1117,
  0x0f171f,
];

test("reads every filter type of a row", () => {
  expect([...decode(pngOf(2, ROWS)).colours]).toEqual(PIXELS);
});

test("keeps every pixel of a picture with at most 256 colours", () => {
  expect(pixelsOf(withPalette(pngOf(2, ROWS)), 2)).toEqual(PIXELS);
});

test("replaces a colour beyond 256 by the nearest", () => {
  const greens = Array.from({ length: 256 }, (_, green) => [0, 0, green, 0, 0, green, 0]);
  const png = withPalette(pngOf(2, [...greens, [0, 0, 7, 9, 0, 7, 0]]));
  const pixels = pixelsOf(png, 2);
  expect(pixels.slice(0, 512)).toEqual(
    greens.flatMap(([, , green = 0]) => [green << 8, green << 8]),
  );
  expect(pixels.slice(512)).toEqual([0x000700, 0x000700]);
});
