import { expect, test } from "vitest";
import { processState, replaceProcessState } from "./global-singleton.ts";

test("a value is made once and shared by every copy of the module", async () => {
  const made = processState("test: once", () => ({ made: true }));
  // Another specifier is another instance of the module, as the web framework has them.
  const copy: typeof import("./global-singleton.ts") = await import(`./process-state.ts?${"copy"}`);
  expect(copy.processState).not.toBe(processState);
  expect(copy.processState("test: once", () => ({ made: false }))).toBe(made);
});

test("a value that cannot be made is tried again", () => {
  const failing = () => {
    throw new Error("not yet");
  };
  expect(() => processState("test: again", failing)).toThrow("not yet");
  expect(processState("test: again", () => "made")).toBe("made");
});

test("undefined is a value: it is not made twice", () => {
  let times = 0;
  const make = () => {
    times += 1;
  };
  processState("test: undefined", make);
  processState("test: undefined", make);
  expect(times).toBe(1);
});

test("a replaced value takes the place of the one before it", () => {
  processState("test: replaced", () => "first");
  replaceProcessState("test: replaced", "second");
  expect(processState("test: replaced", () => "third")).toBe("second");
});
