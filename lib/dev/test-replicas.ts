import { reportFailure } from "#lib/cli/command-error.ts";
import { runCommand } from "./test-steps.ts";
import { ensureTestTools } from "./test-tools.ts";

/*
 * `npm run test:replicas`: the specs of `e2e` on two servers behind nginx, with
 * one PostgreSQL, and 100 000 changes by one process that another must see.
 */

const bin = (name: string) => `node_modules/.bin/${name}`;
const say = (line: string) => process.stdout.write(`${line}\n`);
const given = process.argv.slice(2);

const hammering = [
  ...[process.execPath, bin("vitest"), "run", "--config", "lib/dev/testing/vitest.config.ts"],
  ...["--project", "postgresql", "lib/auth/changed-elsewhere.pg.test.ts"],
];
const specs = [
  ...[process.execPath, bin("playwright"), "test", "-c", "e2e/playwright.config.ts"],
  ...given,
];

async function run(name: string, command: string[], env: Record<string, string>): Promise<boolean> {
  say(`\n── ${name} …`);
  const { ok, seconds } = await runCommand(command, { ...process.env, ...env }, true);
  say(`── ${name}: ${ok ? "passed" : "FAILED"} after ${seconds.toFixed(1)} s`);
  return ok;
}

try {
  ensureTestTools(say);
  const seen =
    given.length > 0 ||
    (await run("100 000 changes by another process", hammering, { REPLICA_STEPS: "100000" }));
  const passed = await run("Specs on two replicas", specs, { E2E_REPLICAS: "1" });
  process.exitCode = seen && passed ? 0 : 1;
} catch (error) {
  reportFailure(error);
}
