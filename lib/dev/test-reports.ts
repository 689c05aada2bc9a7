import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** What a test runner reported: `failed` and `flaky` are names of tests, `files` those to repeat. */
export type Results = { passed: number; failed: string[]; flaky: string[]; files: string[] };

const NONE: Results = { passed: 0, failed: [], flaky: [], files: [] };

/** A missing report means that the run did not finish. */
function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

type VitestReport = {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
};

/** Results of Vitest's JSON report; a file that could not be loaded counts as one failed test. */
export function readVitestReport(path: string): Results {
  const report = readJson(path) as VitestReport | undefined;
  if (report === undefined) return NONE;
  const broken = report.testResults
    .filter(({ status }) => status === "failed")
    .map((file) => ({ ...file, name: relative(process.cwd(), file.name) }));
  const failed = broken.flatMap(({ name, assertionResults }) => {
    const tests = assertionResults.filter(({ status }) => status === "failed");
    return tests.length === 0 ? [name] : tests.map(({ fullName }) => `${name} › ${fullName}`);
  });
  const files = [...new Set(broken.map(({ name }) => name))];
  return { passed: report.numPassedTests, failed, flaky: [], files };
}

type Suite = {
  file: string;
  suites?: Suite[];
  specs?: { title: string; tests: { status: string }[] }[];
};

function testsOf(suite: Suite, status: string): string[] {
  const own = (suite.specs ?? [])
    .filter(({ tests }) => tests.some((test) => test.status === status))
    .map(({ title }) => `${suite.file} › ${title}`);
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, status))];
}

type PlaywrightReport = { stats: { expected: number; flaky: number }; suites: Suite[] };

/** Results of Playwright's JSON report; tests that passed at the second attempt are flaky. */
export function readPlaywrightReport(path: string): Results {
  const report = readJson(path) as PlaywrightReport | undefined;
  if (report === undefined) return NONE;
  const { stats, suites } = report;
  return {
    passed: stats.expected + stats.flaky,
    failed: suites.flatMap((suite) => testsOf(suite, "unexpected")),
    flaky: suites.flatMap((suite) => testsOf(suite, "flaky")),
    files: [],
  };
}

/** The results of a run whose failed files all passed when they ran once more, alone. */
export const repeated = (first: Results): Results => ({
  passed: first.passed + first.failed.length,
  failed: [],
  flaky: first.failed,
  files: [],
});
