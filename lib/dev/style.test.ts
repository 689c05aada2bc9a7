import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const root = repositoryRoot();
const HEADING = "## Words we do not use";

/** The first column of the table in docs/style.md. */
function bannedWords(style: string): string[] {
  const section = style.slice(style.indexOf(HEADING)).split("\n## ")[0] ?? "";
  const cells = [...section.matchAll(/^\| ([^|]+?) +\|/gm)].map(([, cell = ""]) => cell);
  return cells.filter((cell) => cell !== "not" && !cell.startsWith("-"));
}

const words = bannedWords(readFileSync(join(root, "docs/style.md"), "utf8"));
/** Between the words of a phrase: blanks, also a line's end with the marks of the next comment line. */
const GAP = "(?:\\s|(?<=\\n\\s*)(?:\\*|//|#|>))+";
const phrases = words.map((word) => word.split(" ").join(GAP));
const BANNED = new RegExp(`(?<![\\w-])(?:${phrases.join("|")})(?![\\w-])`, "gi");

/** What others wrote, what may not change, and the list itself. */
const EXEMPT = [
  "docs/style.md",
  "lib/dev/style.test.ts",
  "package-lock.json",
  // A system user of Unix has a banned name.
  "lib/dev/testing/postgresql-server.ts",
  "lib/dev/testing/netbird/openapi/openapi.yml",
  "prisma/sqlite/migrations/",
  "prisma/postgresql/migrations/",
];
const TEXT = /\.(?:tsx?|mjs|css|md|json|prisma|yml|sh|txt|webmanifest)$/;

function findings(path: string, text: string): string[] {
  return [...text.matchAll(BANNED)].map(
    ({ 0: found, index }) => `${path}:${text.slice(0, index).split("\n").length} ${found}`,
  );
}

function files(): string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed
    .split("\n")
    .filter((path) => TEXT.test(path) && !EXEMPT.some((exempt) => path.startsWith(exempt)));
}

test("no text of the project has a word that docs/style.md bans", () => {
  const all = files();
  expect(all.length).toBeGreaterThan(1000);
  expect(all.flatMap((path) => findings(path, readFileSync(join(root, path), "utf8")))).toEqual([]);
});

test.each([
  ["a comment", "// The caller is told why."],
  ["a string", 'const label = "E-mail";'],
  ["a name of a test", 'test("whoever may not read gets 403", () => {});'],
  ["words apart", "The owner is not let in."],
  ["a phrase over two lines of a comment", "/**\n * An owner is let\n * in.\n */"],
  ["a phrase over two lines of text", "It was seen of\nlate."],
])("%s with a banned word is found", (_, line) => {
  expect(findings("a.ts", line)).toHaveLength(1);
});

test("a word that only contains a banned one is not found", () => {
  expect(findings("a.ts", "const untold = retells;")).toEqual([]);
});
