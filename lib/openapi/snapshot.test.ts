import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiDocument } from "./document.ts";

const UPDATE =
  "vitest run --config lib/dev/testing/vitest.config.ts --project unit lib/openapi/snapshot.test.ts -u";

test("the API document matches the reviewed snapshot", async () => {
  // A new version of the program alone does not change the document.
  const { info, ...document } = apiDocument();
  const text = `${JSON.stringify({ ...document, info: { ...info, version: "*" } }, null, 2)}\n`;
  await expect(text, `the API changed; if that is intended, run: ${UPDATE}`).toMatchFileSnapshot(
    "snapshot.json",
  );
});

test("info.version is the version of the program", () => {
  const manifest = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8");
  expect(apiDocument().info.version).toBe(JSON.parse(manifest).version);
});
