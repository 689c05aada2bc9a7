import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { linesOf } from "./lines.ts";

test.each([1, 2, 3, 100])("only \\n ends a line, in pieces of %i bytes", async (size) => {
  const text = "a\u2028b\u2029c\rd\u0085e\n\n名前\r\nlast";
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from(pieces, { objectMode: false }))) lines.push(line);
  expect(lines).toEqual(text.split("\n"));
});
