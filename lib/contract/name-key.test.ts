import { expect, test } from "vitest";
import { nameKeyOf } from "./name-key.ts";

test.each([
  ["istanbul", ["İstanbul", "ISTANBUL", "I\u0307stanbul", "i\u0307stanbul"]],
  ["diyarbakir", ["Diyarbakır", "DIYARBAKIR"]],
  ["strasse 1", ["Straße 1", "STRASSE 1", "STRAẞE 1", " straße  1 "]],
  ["büro", ["BÜRO", "Bu\u0308ro", "bu\u0308ro", "Ｂüｒｏ", "Bü\u00adro", "Bü\u200bro"]],
  ["οδοσ", ["ΟΔΟΣ", "Οδός".normalize("NFD").replace(/\u0301/g, ""), "οδος"]],
  ["fi 2", ["ﬁ ２", "FI\u00a02"]],
])("%s is the key of all its forms", (key, forms) => {
  for (const form of forms) expect([form, nameKeyOf(form)]).toEqual([form, key]);
});

test("the key of any key is the same key and fits an index", () => {
  for (const name of [
    "ﷺ".repeat(255),
    "İ".repeat(255),
    "ẞ".repeat(255),
    "👩‍🚀".repeat(60),
    "\u0345a",
  ]) {
    const key = nameKeyOf(name);
    expect(nameKeyOf(key)).toBe(key);
    expect(key.length).toBeLessThanOrEqual(255);
    expect(key.isWellFormed()).toBe(true);
  }
});
