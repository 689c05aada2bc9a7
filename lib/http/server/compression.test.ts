import { once } from "node:events";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { acceptedCoding, compress, compressor } from "./compression.ts";

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["gzip", "gzip"],
  ["GZIP;q=0.5", "gzip"],
  ["br;q=0, gzip;q=0.1", "gzip"],
  ["br;q=0.000, gzip ; q=0", undefined],
  ["identity", undefined],
  ["*", undefined],
  ["brx, gzipped", undefined],
  ["", undefined],
  [undefined, undefined],
])("a client that accepts %j gets %j", (accepted, coding) => {
  expect(acceptedCoding(accepted)).toBe(coding);
});

test.each(["br", "gzip"] as const)(
  "%s emits each chunk of a stream when it is written",
  async (coding) => {
    const stream = compressor(coding, { eachChunk: true });
    stream.write("the first page");
    const [emitted] = await once(stream, "data");
    expect(emitted.length).toBeGreaterThan("the first page".length / 2);
    stream.destroy();
  },
);

test("both codings return the same text", async () => {
  const text = "ü".repeat(5000);
  expect(gunzipSync(await compress(text, "gzip")).toString()).toBe(text);
  expect(brotliDecompressSync(await compress(text, "br")).toString()).toBe(text);
});
