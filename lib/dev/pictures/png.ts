import { crc32, deflateSync, inflateSync } from "node:zlib";

/*
 * Screenshots with a palette: a third of the size. Nearly all pixels of a page have one of a few
 * hundred colours; the others, at edges of letters, get the nearest.
 */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
const RGB = 2;
const PALETTE = 3;

type Image = {
  width: number;
  height: number /** All pixels as 0xRRGGBB. */;
  colours: Uint32Array;
};

/** The same picture with a palette of its 256 most frequent colours. */
export function withPalette(png: Buffer): Buffer {
  const image = decode(png);
  const { palette, indexOf } = paletteOf(image.colours);
  const { width, height, colours } = image;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    // The byte before each row is the filter type: none.
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexOf.get(colours[y * width + x] ?? 0) ?? 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channels))),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function paletteOf(colours: Uint32Array) {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].sort(([a, many], [b, more]) => more - many || a - b);
  const palette = byCount.slice(0, COLOURS).map(([colour]) => colour);
  const known = palette.map(channels);
  const indexOf = new Map([...counts.keys()].map((colour) => [colour, nearest(known, colour)]));
  return { palette, indexOf };
}

function nearest(known: number[][], colour: number): number {
  const wanted = channels(colour);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, one] of known.entries()) {
    const distance = one.reduce((sum, value, at) => sum + (value - (wanted[at] ?? 0)) ** 2, 0);
    if (distance >= least) continue;
    best = index;
    least = distance;
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** Reads Chromium's format: eight bits per channel, without transparency or interlacing. */
export function decode(png: Buffer): Image {
  const parts = new Map<string, Buffer[]>();
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    parts.set(type, [...(parts.get(type) ?? []), data]);
  }
  const header = Buffer.concat(parts.get("IHDR") ?? []);
  if (header[8] !== 8 || header[9] !== RGB || header[12] !== 0)
    throw new Error("another kind of PNG");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = unfiltered(inflateSync(Buffer.concat(parts.get("IDAT") ?? [])), width * 3, height);
  const colours = Uint32Array.from({ length: width * height }, (_, at) =>
    bytes.readUIntBE(at * 3, 3),
  );
  return { width, height, colours };
}

/** Reverts the filter of each row: differences to the pixels on the left, above, or both. */
function unfiltered(raw: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < 3 ? 0 : (out[at - 3] ?? 0);
      const above = y === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = x < 3 || y === 0 ? 0 : (out[at - stride - 3] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

/** The Paeth predictor: of the three, the one nearest to left + above − corner. */
function paeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
