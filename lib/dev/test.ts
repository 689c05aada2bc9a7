import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportFailure } from "#lib/cli/command-error.ts";
import { type Results, readPlaywrightReport, readVitestReport, repeated } from "./test-reports.ts";
import { runCommand, runSteps, type Step } from "./test-steps.ts";
import { ensureTestTools } from "./test-tools.ts";

/* `npm test`, once everything is installed: runs every check. */

const bin = (name: string) => `node_modules/.bin/${name}`;
const node = process.execPath;
/** More failed files than this are no coincidence, and are not repeated. */
const REPEATED_FILES = 10;

const reports = mkdtempSync(join(tmpdir(), "roost-reports-"));
const reportOf = (name: string) => join(reports, `${name}.json`);

const vitest = (report: string, ...args: string[]) => [
  node,
  bin("vitest"),
  "run",
  "--config",
  "lib/dev/testing/vitest.config.ts",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${reportOf(report)}`,
  ...args,
];

type Check = Step & { results?: () => Results; repeat?: (files: string[]) => readonly string[] };

/** Files of Vitest that failed run again one after another, with nothing beside them. */
const vitestCheck = (report: string, ...projects: string[]) => {
  const args = projects.flatMap((project) => ["--project", project]);
  return {
    command: vitest(report, ...args),
    results: () => readVitestReport(reportOf(report)),
    repeat: (files: string[]) => vitest(report, ...args, "--maxWorkers=1", ...files),
    shown: true,
  };
};

const CHECKS: Check[] = [
  { name: "Lint", command: [bin("biome"), "check", "--error-on-warnings", "."] },
  { name: "Unused code", command: [node, bin("knip")] },
  { name: "Page types", command: [node, bin("next"), "typegen"] },
  {
    name: "Types",
    command: [node, bin("tsc"), "--noEmit", "-p", "."],
    after: ["Page types"],
  },
  {
    name: "Unit tests and import rules",
    after: ["Lint", "Unused code", "Types"],
    ...vitestCheck("unit", "unit"),
  },
  {
    // Beside the unit tests: tests of the database depend on time.
    name: "Production build",
    command: [node, "lib/cli/boot.mjs", "build"],
    after: ["Types"],
  },
  {
    name: "Pages in a DOM, database tests on SQLite and PostgreSQL",
    after: ["Unit tests and import rules", "Production build"],
    ...vitestCheck("database", "components", "sqlite", "postgresql"),
  },
  {
    name: "Benchmark",
    command: [node, "lib/dev/bench.ts", "--quick"],
    after: ["Unit tests and import rules", "Production build"],
    needs: "Production build",
  },
  {
    name: "Browser tests",
    command: [node, bin("playwright"), "test", "-c", "e2e/playwright.config.ts"],
    after: ["Pages in a DOM, database tests on SQLite and PostgreSQL"],
    needs: "Production build",
    results: () => readPlaywrightReport(reportOf("browser")),
    shown: true,
  },
];

const env = { ...process.env, E2E_JSON: reportOf("browser") };
const say = (line: string) => process.stdout.write(`${line}\n`);
const all: Results[] = [];

/** The results of a check; failed files of tests run once more. */
async function resultsOf({ name, results, repeat }: Check): Promise<Results> {
  const first = results?.() ?? { passed: 1, failed: [], flaky: [], files: [] };
  const { files } = first;
  if (repeat === undefined || files.length === 0 || files.length > REPEATED_FILES) return first;
  say(`\n── ${name}: failed files once more, alone`);
  for (const test of first.failed) say(`   ${test}`);
  const { ok } = await runCommand(repeat(files), env, true);
  return ok ? repeated(first) : first;
}

async function runCheck(check: Check, needed?: string): Promise<boolean> {
  const { name, command, shown } = check;
  if (needed !== undefined) {
    say(`\n── ${name}: NOT RUN, because this failed: ${needed}`);
    all.push({ passed: 0, failed: [name], flaky: [], files: [] });
    return false;
  }
  say(`\n── ${name} …`);
  const { ok, seconds, output } = await runCommand(command, env, shown);
  const found = ok || check.results ? await resultsOf(check) : undefined;
  const { passed = 0, failed = [], flaky = [] } = found ?? {};
  // A run that failed without a failed test, or found no test, is a failure too.
  const succeeded = failed.length === 0 && passed > 0 && (ok || flaky.length > 0);
  all.push({ passed, failed: succeeded || failed.length > 0 ? failed : [name], flaky, files: [] });
  say(`\n${output}── ${name}: ${succeeded ? "passed" : "FAILED"} after ${seconds.toFixed(1)} s`);
  return succeeded;
}

function summarize(): void {
  const names = (key: "failed" | "flaky") => all.flatMap((results) => results[key]);
  const list = (head: string, tests: string[]) => {
    if (tests.length > 0) say(`\n${head}`);
    for (const test of tests) say(`  ${test}`);
  };
  list("Passed at the second attempt only:", names("flaky"));
  list("Failed:", names("failed"));
  const passed = all.reduce((sum, results) => sum + results.passed, 0);
  say(`\n${passed} passed, ${names("failed").length} failed`);
  process.exitCode = names("failed").length === 0 ? 0 : 1;
}

try {
  ensureTestTools(say);
  await runSteps(CHECKS, 2, runCheck);
  summarize();
} catch (error) {
  reportFailure(error);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
