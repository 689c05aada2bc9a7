import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const sources = globSync("{app,components}/**/*.tsx").map((path) => ({
  path,
  text: readFileSync(path, "utf8"),
}));

test("no form puts a password into the URL if submitted before hydration", () => {
  const forms = sources.filter(({ text }) => /<PasswordInput\b/.test(text) && /<form\b/.test(text));
  expect(forms.length).toBeGreaterThan(0);
  const inAddress = forms.filter(({ text }) => !/<form\b[^>]*\bmethod="post"/.test(text));
  expect(inAddress.map(({ path }) => path)).toEqual([]);
});
