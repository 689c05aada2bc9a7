import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiDocument } from "./document.ts";

const UPDATE =
  "vitest run --config lib/dev/testing/vitest.config.ts --project unit lib/openapi/snapshot.test.ts -u";

test("the contract is the one that was reviewed", async () => {
  // Every version of the program has the same contract until somebody changes it.
  const { info, ...document } = apiDocument();
  const text = `${JSON.stringify({ ...document, info: { ...info, version: "*" } }, null, 2)}\n`;
  await expect(text, `the API changed; if that is meant, run: ${UPDATE}`).toMatchFileSnapshot(
    "snapshot.json",
  );
});

test("the version is the program's", () => {
  const manifest = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8");
  expect(apiDocument().info.version).toBe(JSON.parse(manifest).version);
});
