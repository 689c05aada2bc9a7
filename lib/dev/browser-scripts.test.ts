import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const root = repositoryRoot();
/** The static imports of a file, without types. */
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
  "(dashboard)/layout.tsx",
  "(dashboard)/team/users/page.tsx",
  "(dashboard)/team/service-users/page.tsx",
  "(dashboard)/team/tokens/page.tsx",
  "(dashboard)/team/groups/page.tsx",
  "(dashboard)/team/protected-services/page.tsx",
  "(dashboard)/team/access-review/page.tsx",
  "(dashboard)/activity/page.tsx",
];

const PAGES = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" }).filter((path) =>
  /(?:page|layout)\.tsx$/.test(path),
);

test.each(PAGES)("%s loads without the schemas, which only sent forms need", (page) => {
  expect(wayTo("zod", `app/${page}`)).toBeNull();
});

/** The modules of overlays, loaded after the page. */
const OVERLAYS = [
  "sonner",
  ...["menu", "popover", "dialog", "confirm", "tooltip", "notification"].map(
    (name) => `components/ui/${name}-box.tsx`,
  ),
];

test.each(LISTS)("%s loads without its overlays", (page) => {
  for (const overlay of OVERLAYS) {
    expect(wayTo(overlay, `app/${page}`), overlay).toBeNull();
  }
});

test("finds an import chain to the schemas", () => {
  expect(wayTo("zod", "components/groups/group-form.tsx")).toEqual([
    "components/groups/group-form.tsx",
    "lib/contract/groups.ts",
  ]);
});
