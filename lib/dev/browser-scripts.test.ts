import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const root = repositoryRoot();
/** What is imported for more than its types before anybody asks for it. */
const IMPORTED = /^(?:import|export) (?!type )(?:[^;]*? from )?"([^"]+)";/gm;

const imports = (path: string): string[] => {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(IMPORTED)].flatMap(([, specifier = ""]) => {
    if (specifier.startsWith("#")) return specifier.slice(1);
    return specifier.startsWith(".") ? join(path, "..", specifier) : specifier;
  });
};

const isBrowserCode = (path: string) =>
  path.endsWith(".tsx") && readFileSync(join(root, path), "utf8").startsWith('"use client"');

/** The chain of imports by which a page's browser code loads a package, or null. */
function wayTo(
  wanted: string,
  path: string,
  inBrowser = false,
  seen = new Set<string>(),
): string[] | null {
  const code = inBrowser || isBrowserCode(path);
  if (seen.has(`${path} ${code}`)) return null;
  seen.add(`${path} ${code}`);
  for (const imported of imports(path)) {
    if (code && imported === wanted) return [path];
    if (!/\.tsx?$/.test(imported)) continue;
    const rest = wayTo(wanted, imported, code, seen);
    if (rest !== null) return [path, ...rest];
  }
  return null;
}

const LISTS = [
  "layout.tsx",
  "team/users/page.tsx",
  "team/service-users/page.tsx",
  "team/tokens/page.tsx",
  "team/groups/page.tsx",
  "activity/page.tsx",
];

test.each(LISTS)("the browser shows %s without the schemas, which only forms need", (page) => {
  expect(wayTo("zod", `app/(dashboard)/${page}`)).toBeNull();
});

/** The code of what opens over a page, which comes once the page is there. */
const OVERLAYS = [
  "sonner",
  ...["menu", "popover", "dialog", "confirm", "tooltip", "notification"].map(
    (name) => `components/ui/${name}-box.tsx`,
  ),
];

test.each(LISTS)("the browser shows %s without what may open over it", (page) => {
  for (const overlay of OVERLAYS) {
    expect(wayTo(overlay, `app/(dashboard)/${page}`), overlay).toBeNull();
  }
});

test("a way to the schemas would be found", () => {
  expect(wayTo("zod", "components/groups/group-form.tsx")).toEqual([
    "components/groups/group-form.tsx",
    "lib/contract/groups.ts",
  ]);
});
