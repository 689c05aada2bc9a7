import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSettings } from "./settings.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "roost-settings-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

test("the secret is generated once, in a folder and a file that only the owner can read", () => {
  const first = loadSettings({}, root).secret;
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(mode(join(root, "data"))).toBe(0o700);
  expect(mode(join(root, "data/secret"))).toBe(0o600);
  expect(loadSettings({}, root).secret).toBe(first);
  expect(readdirSync(join(root, "data"))).toEqual(["secret"]);
});

test("the secret lies beside the database file, wherever that is", () => {
  loadSettings({ DATABASE_URL: "file:elsewhere/deep/roost.db" }, root);
  expect(readdirSync(root)).toEqual(["elsewhere"]);
  expect(readdirSync(join(root, "elsewhere/deep"))).toEqual(["secret"]);
});

test("with a database server the secret lies in the root's data folder", () => {
  const env = { DATABASE_URL: "postgresql://roost@db/roost" };
  expect(loadSettings(env, root).secret).toBe(
    readFileSync(join(root, "data/secret"), "utf8").trim(),
  );
});

test("a configured secret writes nothing when a database server is used", () => {
  loadSettings({ DATABASE_URL: "postgresql://db/roost", NEXTAUTH_SECRET: "s" }, root);
  expect(readdirSync(root)).toEqual([]);
});

test("a damaged secret is refused, not replaced", () => {
  loadSettings({}, root);
  const file = join(root, "data/secret");
  writeFileSync(file, "half");
  expect(() => loadSettings({}, root)).toThrow(/^The secret .+\/data\/secret is damaged\. .+$/);
  expect(readFileSync(file, "utf8")).toBe("half");
});

test("a data folder that is a file is refused in one line", () => {
  writeFileSync(join(root, "data"), "");
  expect(() => loadSettings({}, root)).toThrow(
    `The data folder ${root}/data cannot be used: it, or a part of its path, is not a folder`,
  );
  expect(() => loadSettings({ DATABASE_URL: "file:data/deep/roost.db" }, root)).toThrow(
    `The data folder ${root}/data/deep cannot be used: it, or a part of its path, is not a folder`,
  );
});

test("a folder that cannot be written is refused in one line", () => {
  expect(() => loadSettings({ DATABASE_URL: "file:/proc/roost/roost.db" }, root)).toThrow(
    /^The data folder \/proc\/roost cannot be used: [^\n]+$/,
  );
});

test("a database path that is a folder is refused in one line", () => {
  expect(() => loadSettings({ DATABASE_URL: `file:${root}` }, root)).toThrow(/ is not a file$/);
});

test("eight simultaneous starts agree on one secret", async () => {
  const script = `
    import { loadSettings } from ${JSON.stringify(new URL("./settings.ts", import.meta.url).href)};
    process.stdin.once("data", () => {
      process.stdout.write(loadSettings({}, ${JSON.stringify(root)}).secret + "\\n");
      process.exit();
    });
    process.stdout.write("ready\\n");`;
  const starts = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const outputs = starts.map((start) => {
    let text = "";
    start.stdout.on("data", (chunk) => {
      text += chunk;
    });
    return () => text;
  });
  await Promise.all(starts.map((start) => once(start.stdout, "data")));
  const ended = Promise.all(starts.map((start) => once(start, "close")));
  for (const start of starts) start.stdin.write("go");
  await ended;
  const secrets = outputs.map((output) => output().split("\n")[1]);
  expect(secrets).toEqual(Array(8).fill(readFileSync(join(root, "data/secret"), "utf8").trim()));
  expect(readdirSync(join(root, "data"))).toEqual(["secret"]);
});
