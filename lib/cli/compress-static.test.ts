import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { buildError, listBuiltFiles } from "./built-files.mjs";
import { compressStatic } from "./compress-static.ts";

const TEXT = "body { color: teal }\n".repeat(50);

/** A build with these static files, compressed and listed. */
async function build(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "roost-compress-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pathOf = (name: string) => join(folder, ".next/static", name);
  mkdirSync(pathOf("chunks"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(pathOf(name), text);
  await compressStatic(folder);
  listBuiltFiles(folder, [".next"]);
  return { folder, pathOf, has: (name: string) => existsSync(pathOf(name)) };
}

test("both forms of a text file have its content", async () => {
  const { pathOf } = await build({ "chunks/[id] a.js": TEXT });
  const form = (suffix: string) => readFileSync(pathOf(`chunks/[id] a.js${suffix}`));
  expect(brotliDecompressSync(form(".br")).toString()).toBe(TEXT);
  expect(gunzipSync(form(".gz")).toString()).toBe(TEXT);
});

test("fonts, images and text that gets less than 10 % shorter have no forms", async () => {
  const short = { "a.woff2": TEXT, "b.png": TEXT, "c.js": "1", "d.txt": "", "e.css": TEXT };
  const { has } = await build(short);
  const withForms = Object.keys(short).filter((name) => has(`${name}.br`) || has(`${name}.gz`));
  expect(withForms).toEqual(["e.css"]);
});

test("a build that lacks a form is incomplete", async () => {
  const { folder, pathOf } = await build({ "chunks/a.js": TEXT });
  expect(buildError(folder)).toBeUndefined();
  rmSync(pathOf("chunks/a.js.br"));
  expect(buildError(folder)).toBe(".next/static/chunks/a.js.br is missing");
});
