import { afterAll, afterEach, expect } from "vitest";
import { atFileEnd } from "./file-end.ts";

/*
 * A test that prints something fails: a log line of an expected error, a warning of React or Node.
 * A test that expects the output replaces the function that prints it, and asserts on it.
 */

const printed: string[] = [];

const output = globalThis.console;
for (const name of ["debug", "error", "info", "log", "trace", "warn"] as const) {
  const print = output[name];
  output[name] = (...values: unknown[]) => {
    printed.push(values.map(String).join(" "));
    print.apply(output, values);
  };
  atFileEnd(() => {
    output[name] = print;
  });
}
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write as (...args: unknown[]) => boolean;
  stream.write = ((...args: unknown[]) => {
    printed.push(String(args[0]));
    return write.apply(stream, args);
  }) as typeof stream.write;
  atFileEnd(() => {
    stream.write = write as typeof stream.write;
  });
}

const expectSilence = () => expect(printed.splice(0), "the test printed this").toEqual([]);

afterEach(expectSilence);
// What is printed outside of a test, at the import or the end.
afterAll(expectSilence);
