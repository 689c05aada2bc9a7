/**
 * The lines of a stream of UTF-8, without their line ends. Only \n ends a line: node:readline also
 * splits at \r, U+2028 and U+2029, which data contain.
 */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = "";
  // Decodes characters that are split between two chunks.
  for await (const chunk of stream.setEncoding("utf8")) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
