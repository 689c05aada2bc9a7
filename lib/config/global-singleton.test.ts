import { expect, test } from "vitest";
import {
  forgetGlobalSingletons,
  globalSingleton,
  replaceGlobalSingleton,
} from "./global-singleton.ts";

test("a value is created once and shared by every copy of the module", async () => {
  const made = globalSingleton("test: once", () => ({ made: true }));
  // Another specifier loads another instance of the module, as Next does.
  const copy: typeof import("./global-singleton.ts") = await import(
    `./global-singleton.ts?${"copy"}`
  );
  expect(copy.globalSingleton).not.toBe(globalSingleton);
  expect(copy.globalSingleton("test: once", () => ({ made: false }))).toBe(made);
});

test("a failed creation is tried again", () => {
  const failing = () => {
    throw new Error("not yet");
  };
  expect(() => globalSingleton("test: again", failing)).toThrow("not yet");
  expect(globalSingleton("test: again", () => "made")).toBe("made");
});

test("undefined is a value and is not created again", () => {
  let times = 0;
  const make = () => {
    times += 1;
  };
  globalSingleton("test: undefined", make);
  globalSingleton("test: undefined", make);
  expect(times).toBe(1);
});

test("a replacement is returned instead of the previous value", () => {
  globalSingleton("test: replaced", () => "first");
  replaceGlobalSingleton("test: replaced", "second");
  expect(globalSingleton("test: replaced", () => "third")).toBe("second");
});

test("all values but the kept ones are forgotten", () => {
  globalSingleton("test: kept", () => "kept");
  globalSingleton("test: forgotten", () => "old");
  forgetGlobalSingletons(["test: kept"]);
  expect(globalSingleton("test: kept", () => "new")).toBe("kept");
  expect(globalSingleton("test: forgotten", () => "new")).toBe("new");
});
