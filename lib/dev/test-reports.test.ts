import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport, repeated } from "./test-reports.ts";

const folder = mkdtempSync(join(tmpdir(), "roost-reports-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const file = (name: string, status: string, ...tests: [string, string][]) => ({
  name: resolve(name),
  status,
  assertionResults: tests.map(([fullName, result]) => ({ fullName, status: result })),
});

test("failed tests of Vitest are named with their file, once for each database", () => {
  const found = readVitestReport(
    report({
      numPassedTests: 3,
      testResults: [
        file("lib/a.db.test.ts", "failed", ["keeps rows", "failed"], ["reads", "passed"]),
        file("lib/a.db.test.ts", "failed", ["keeps rows", "failed"]),
        file("lib/b.test.ts", "passed", ["adds", "passed"]),
      ],
    }),
  );
  const name = "lib/a.db.test.ts › keeps rows";
  expect(found).toMatchObject({ passed: 3, failed: [name, name], files: ["lib/a.db.test.ts"] });
});

test("a file that Vitest could not load is a failure", () => {
  const path = report({ numPassedTests: 0, testResults: [file("lib/a.test.ts", "failed")] });
  expect(readVitestReport(path).failed).toEqual(["lib/a.test.ts"]);
});

test("tests that passed when they ran again are flaky, and count as passed", () => {
  const first = { passed: 5, failed: ["a", "b"], flaky: [], files: ["a.test.ts"] };
  expect(repeated(first)).toEqual({ passed: 7, failed: [], flaky: ["a", "b"], files: [] });
});

test("failed and flaky tests of Playwright are named at each depth", () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const found = readPlaywrightReport(
    report({
      stats: { expected: 7, flaky: 1, unexpected: 1 },
      suites: [
        {
          file: "a.spec.ts",
          specs: [spec("signs in", "flaky"), spec("reads", "expected")],
          suites: [{ file: "a.spec.ts", specs: [spec("signs out", "unexpected")] }],
        },
      ],
    }),
  );
  expect(found).toMatchObject({
    passed: 8,
    failed: ["a.spec.ts › signs out"],
    flaky: ["a.spec.ts › signs in"],
  });
});

test("a run without a report passed nothing", () => {
  const nothing = { passed: 0, failed: [] };
  expect(readVitestReport(join(folder, "missing"))).toMatchObject(nothing);
  expect(readPlaywrightReport(join(folder, "missing"))).toMatchObject(nothing);
});
