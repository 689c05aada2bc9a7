import { expect, test } from "vitest";
import { isApple, keyNames, keyOf, type Press, SHORTCUTS, shortcutAt } from "./shortcuts.ts";

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

test.each([
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15", true],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15", true],
  ["Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15", true],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0", false],
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0", false],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile", false],
])("the system behind %s is recognised (B15)", (userAgent, apple) => {
  expect(isApple(userAgent)).toBe(apple);
});

test("each system names its own key (B15)", () => {
  expect(keyNames("mod+k", true)).toEqual(["⌘K"]);
  expect(keyNames("mod+k", false)).toEqual(["Ctrl K"]);
  expect(keyNames("g u", true)).toEqual(["G", "U"]);
  expect(keyNames("?", false)).toEqual(["?"]);
});

test("⌘K counts on Apple's systems only, Ctrl K on all others only", () => {
  expect(keyOf(press("k", { metaKey: true }), true)).toBe("mod+k");
  expect(keyOf(press("k", { ctrlKey: true }), true)).toBe("");
  expect(keyOf(press("k", { ctrlKey: true }), false)).toBe("mod+k");
  expect(keyOf(press("k", { metaKey: true }), false)).toBe("");
});

test.each<Partial<Press>>([
  { altKey: true },
  { ctrlKey: true, shiftKey: true },
  { ctrlKey: true, altKey: true },
  { ctrlKey: true, metaKey: true },
])("ignores keys with other modifiers, %o", (held) => {
  expect(keyOf(press("k", held), false)).toBe("");
  expect(keyOf(press("g", held), false)).toBe("");
});

test("Shift counts for letters only: some keyboards need it for other characters", () => {
  expect(keyOf(press("?", { shiftKey: true }), false)).toBe("?");
  expect(keyOf(press("/", { shiftKey: true }), false)).toBe("/");
  expect(keyOf(press("G", { shiftKey: true }), false)).toBe("");
  expect(keyOf(press("G"), false), "Caps Lock").toBe("g");
});

test("a sequence of two keys is a shortcut; the second alone is not, and another key starts over", () => {
  expect(shortcutAt("g", "")).toEqual({ begun: "g" });
  expect(shortcutAt("u", "g")).toMatchObject({ to: "/team/users" });
  expect(shortcutAt("u", "")).toEqual({ begun: "" });
  expect(shortcutAt("x", "g")).toEqual({ begun: "" });
  expect(shortcutAt("g", "g")).toMatchObject({ to: "/team/groups" });
  expect(shortcutAt("?", "g")).toMatchObject({ to: "shortcuts" });
});

test("shortcuts are unique, and no shortcut is a prefix of another", () => {
  const keys = SHORTCUTS.map((shortcut) => shortcut.keys);
  expect(new Set(keys).size).toBe(keys.length);
  for (const one of keys) {
    expect(keys.filter((other) => other.startsWith(`${one} `))).toEqual([]);
  }
});

test("no shortcut signs out (B15)", () => {
  expect(SHORTCUTS.filter(({ does, to }) => /sign.?out|log.?out/i.test(`${does} ${to}`))).toEqual(
    [],
  );
});
