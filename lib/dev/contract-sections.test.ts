import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const root = repositoryRoot();
const PAGE = readFileSync(join(root, "docs/netbird-contract.md"), "utf8");
const SOURCES = ["app", "components", "e2e", "lib"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((path) => /\.tsx?$/.test(path));

/** Each number that the code cites, with the files that cite it. */
function citations(pattern: RegExp): Map<string, string[]> {
  const cited = new Map<string, string[]>();
  for (const path of SOURCES) {
    for (const [, number = ""] of readFileSync(join(root, path), "utf8").matchAll(pattern)) {
      cited.set(number, [...(cited.get(number) ?? []), path]);
    }
  }
  return cited;
}

/** The citations that the page does not have among the numbers that the pattern finds in it. */
function missing(cited: Map<string, string[]>, onPage: RegExp): [string, string[]][] {
  const known = new Set([...PAGE.matchAll(onPage)].map(([, number]) => number));
  return [...cited].filter(([number]) => !known.has(number));
}

test("docs/netbird-contract.md has a heading for each section that the code cites", () => {
  const cited = citations(/\bcontract (\d+\.\d+)/g);
  expect(cited.size).toBeGreaterThan(20);
  expect(missing(cited, /^### (\d+\.\d+) /gm)).toEqual([]);
});

test("docs/netbird-contract.md lists each dashboard problem that a test name cites", () => {
  expect(missing(citations(/\b(B\d{1,2})\)/g), /^\| (B\d+) /gm)).toEqual([]);
});
