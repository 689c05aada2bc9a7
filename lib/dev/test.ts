import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tellFailure } from "#lib/cli/refusal.ts";
import { ensureTestTools } from "./test-tools.ts";

/* `npm test`, once everything is installed: runs every check in sequence. */

type Counts = { passed: number; failed: number };
type Step = {
  name: string;
  command: string[];
  /** Reads the number of tests; a step without it counts as a single check. */
  count?: () => Counts;
  /** The step that must succeed before this one. */
  needs?: string;
};

const reports = mkdtempSync(join(tmpdir(), "roost-reports-"));
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
const bin = (name: string) => `node_modules/.bin/${name}`;
const node = process.execPath;

/** A missing report means that the run did not finish. */
function readReport(path: string): Record<string, unknown> | null {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

function vitestCounts(): Counts {
  const report = readReport(vitestReport);
  return {
    passed: Number(report?.numPassedTests ?? 0),
    failed: Number(report?.numFailedTests ?? 0),
  };
}

function playwrightCounts(): Counts {
  const stats = readReport(playwrightReport)?.stats;
  if (typeof stats !== "object" || stats === null) return { passed: 0, failed: 0 };
  const { expected = 0, unexpected = 0, flaky = 0 } = stats as Record<string, number>;
  // Tests that passed at the second attempt are listed by the reporter, and pass.
  return { passed: expected + flaky, failed: unexpected };
}

const STEPS: Step[] = [
  { name: "Lint", command: [bin("biome"), "check", "--error-on-warnings", "."] },
  { name: "Unused code", command: [node, bin("knip")] },
  { name: "Page types", command: [node, bin("next"), "typegen"] },
  { name: "Types", command: [node, bin("tsc"), "--noEmit", "-p", "."] },
  {
    name: "Unit tests, import rules, and the database tests on SQLite and PostgreSQL",
    command: [
      node,
      bin("vitest"),
      "run",
      "--config",
      "lib/dev/testing/vitest.config.ts",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${vitestReport}`,
    ],
    count: vitestCounts,
  },
  { name: "Production build", command: [node, "lib/cli/boot.mjs", "build"] },
  {
    name: "Browser tests",
    command: [node, bin("playwright"), "test", "-c", "e2e/playwright.config.ts"],
    count: playwrightCounts,
    needs: "Production build",
  },
];

const say = (line: string) => process.stdout.write(`${line}\n`);

const failedSteps = new Set<string>();

function runStep({ name, command, count, needs }: Step): Counts {
  say(`\n── ${name}`);
  if (needs !== undefined && failedSteps.has(needs)) {
    say(`── ${name}: NOT RUN, because this failed: ${needs}`);
    return { passed: 0, failed: 1 };
  }
  const begun = performance.now();
  const [program = "", ...args] = command;
  const { status } = spawnSync(program, args, {
    stdio: "inherit",
    env: { ...process.env, E2E_JSON: playwrightReport },
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say(`── ${name}: ${status === 0 ? "passed" : "FAILED"} after ${seconds} s`);
  const { passed, failed } = count?.() ?? { passed: status === 0 ? 1 : 0, failed: 0 };
  // A run that failed without a failed test, or found no test, is a failure too.
  const broken = status !== 0 || passed === 0;
  if (broken) failedSteps.add(name);
  return { passed, failed: broken ? Math.max(1, failed) : failed };
}

try {
  ensureTestTools(say);
  const all = STEPS.map(runStep);
  const passed = all.reduce((sum, step) => sum + step.passed, 0);
  const failed = all.reduce((sum, step) => sum + step.failed, 0);
  say(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  tellFailure(error);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
