import { type FileHandle, open } from "node:fs/promises";

/*
 * Reads SQLite's write-ahead log on disk (https://sqlite.org/fileformat2.html#walformat): a header
 * of 32 bytes, then frames of 24 bytes and a page each. A frame is valid if it has the salts of
 * the header, its checksum continues the previous ones, and a commit follows.
 */

const HEADER_BYTES = 32;
const FRAME_BYTES = 24;
const CHANGE_NUMBER_AT = FRAME_BYTES + 60;
const LITTLE_ENDIAN = 0x377f0682;
const BIG_ENDIAN = 0x377f0683;

type Sums = [number, number];

/** The first and last change number of the committed transactions in the log. */
export type ChangeNumbers = { first: number; last: number };

/** Undefined: the log has no commits. "none": no commit has changed the header. */
export async function changeNumbersOf(path: string): Promise<ChangeNumbers | "none" | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    return await readLog(file);
  } finally {
    await file.close();
  }
}

async function readLog(file: FileHandle): Promise<ChangeNumbers | "none" | undefined> {
  const header = await bytesAt(file, 0, HEADER_BYTES);
  if (header === undefined) return undefined;
  const magic = header.readUInt32BE(0);
  if (magic !== LITTLE_ENDIAN && magic !== BIG_ENDIAN) return undefined;
  const sum = (bytes: Buffer, sums: Sums) => checksum(bytes, sums, magic === BIG_ENDIAN);
  let sums = sum(header.subarray(0, 24), [0, 0]);
  if (!isSumAt(header, 24, sums)) return undefined;
  const size = FRAME_BYTES + header.readUInt32BE(8);
  let found: ChangeNumbers | "none" | undefined;
  let seen: ChangeNumbers | undefined;
  for (let at = HEADER_BYTES; ; at += size) {
    const frame = await bytesAt(file, at, size);
    if (frame === undefined || !frame.subarray(8, 16).equals(header.subarray(16, 24))) break;
    sums = sum(frame.subarray(FRAME_BYTES), sum(frame.subarray(0, 8), sums));
    if (!isSumAt(frame, 16, sums)) break;
    if (frame.readUInt32BE(0) === 1) {
      const number = frame.readUInt32BE(CHANGE_NUMBER_AT);
      seen = { first: seen?.first ?? number, last: number };
    }
    if (frame.readUInt32BE(4) > 0) found = seen ?? "none";
  }
  return found;
}

async function bytesAt(file: FileHandle, at: number, size: number): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, at);
  return bytesRead === size ? bytes : undefined;
}

function isSumAt(bytes: Buffer, at: number, [first, second]: Sums): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}

function checksum(bytes: Buffer, [first, second]: Sums, bigEndian: boolean): Sums {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
