import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { pressedKey } from "./pressed-key.ts";

test.each([
  ["an Enter of the reader's", { keyCode: 13, isComposing: false }, "Enter"],
  ["one that confirms a composition", { keyCode: 13, isComposing: true }, ""],
  ["one that React reports", { keyCode: 13, nativeEvent: { isComposing: true } }, ""],
  ["one after the composition, in Safari", { keyCode: 229, isComposing: false }, ""],
])("%s", (_, press, key) => {
  expect(pressedKey({ key: "Enter", ...press })).toBe(key);
});

/** Reads a key from an event by itself; `destination.key` and the like are no presses. */
const RAW_KEY =
  /\b(?:event|e|press|nativeEvent)\.(?:key|code|keyCode)\b|\(\{[^)]*\bkey\b[^)]*\}: (?:React\.)?Keyboard/;

test("no key handler reads keys of an input method directly", () => {
  const root = repositoryRoot();
  const raw = ["app", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes("pressed-key"))
      .filter((name) => RAW_KEY.test(readFileSync(join(root, folder, name), "utf8"))),
  );
  expect(raw).toEqual([]);
});
