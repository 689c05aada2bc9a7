import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { SCREENS } from "./pictures/screens.ts";
import { fileOf, THEMES } from "./pictures/take.ts";

const root = repositoryRoot();
const FOLDER = "docs/pictures";
const GUIDES = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const MOST_BYTES = 4 * 1024 * 1024;

const picturesIn = (guide: string): string[] =>
  [...readFileSync(join(root, guide), "utf8").matchAll(/[^\s"'()]+\.(?:png|jpe?g|svg|webp)/g)].map(
    ([path]) => join(dirname(guide), path),
  );

test.each(GUIDES)("every picture in %s exists in both themes", (guide) => {
  const named = picturesIn(guide);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const other = (path: string) =>
    path.replace(
      /-(light|dark)\.png$/,
      (_, theme) => `${theme === "dark" ? "-light" : "-dark"}.png`,
    );
  expect(named.filter((path) => !named.includes(other(path)))).toEqual([]);
});

test("there are pictures of every screen and no others", () => {
  const wanted = SCREENS.flatMap(({ name }) => THEMES.map((theme) => fileOf(name, theme)));
  expect(readdirSync(join(root, FOLDER)).toSorted()).toEqual(wanted.toSorted());
});

test("the README and the tour show every screen", () => {
  const shown = new Set(["README.md", "docs/tour.md"].flatMap(picturesIn));
  const wanted = SCREENS.map(({ name }) => join(FOLDER, fileOf(name, "light")));
  expect(wanted.filter((path) => !shown.has(path))).toEqual([]);
});

test("the pictures are small", () => {
  const sizes = readdirSync(join(root, FOLDER)).map(
    (name) => statSync(join(root, FOLDER, name)).size,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});
