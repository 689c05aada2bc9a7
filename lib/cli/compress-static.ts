import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Coding } from "#lib/http/server/compression.ts";
import { isText, STATIC_FOLDER, SUFFIXES } from "#lib/http/server/static-files.ts";

/** A form that is not shorter than this part of its file is not worth its decompression. */
const WORTHWHILE = 0.9;

const brotli = promisify(brotliCompress);
const smallest: Record<Coding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) =>
    brotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Writes the compressed forms next to the static text files of a build, on all cores. */
export async function compressStatic(folder: string): Promise<void> {
  const names = globSync("**", { cwd: join(folder, STATIC_FOLDER) }).filter(isText);
  await Promise.all(names.map((name) => compressFile(join(folder, STATIC_FOLDER, name))));
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  for (const coding of ["br", "gzip"] as const) {
    const shorter = await smallest[coding](bytes);
    if (shorter.byteLength <= bytes.byteLength * WORTHWHILE) {
      await writeFile(file + SUFFIXES[coding], shorter);
    }
  }
}
