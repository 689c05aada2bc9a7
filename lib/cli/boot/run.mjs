/* Runs the programs of boot.mjs, one at a time, and stops gracefully with them. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const inRoot = (...parts) => join(root, ...parts);

const FORWARDED = ["SIGTERM", "SIGINT", "SIGHUP"];

let running;
let stoppedBy;

export function say(text) {
  process.stdout.write(`${text}\n`);
}

export function fail(text, exitCode = 1) {
  process.stderr.write(`${text}\n`);
  process.exit(exitCode);
}

const exitCodeOf = (signal) => 128 + constants.signals[signal];

/** Forwards a signal to the running program and ends with it; immediately if none runs. */
export function stop(signal) {
  stoppedBy ??= signal;
  if (running === undefined) process.exit(exitCodeOf(signal));
  running.kill(signal);
}

export function stopOnSignals() {
  for (const signal of FORWARDED) process.on(signal, () => stop(signal));
}

/**
 * Runs a program in the root until it ends: `{ code, signal, output }`. `quiet` captures its output
 * in `output`. `started` gets its process ID.
 */
function execute(command, args, { env = {}, quiet = false, started = () => {} }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, ...env },
    });
    running = child;
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("error", (error) => fail(`${command} could not be started: ${error.message}`));
    child.on("close", (code, signal) => {
      running = undefined;
      resolve({ code, signal, output });
    });
    if (child.pid !== undefined) started(child.pid);
  });
}

/** Runs a step of the preparation; a failure ends this process. */
export async function runStep(command, args, options = {}) {
  const env = { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", ...options.env };
  const { code, signal, output } = await execute(command, args, { ...options, env });
  if (stoppedBy !== undefined) process.exit(exitCodeOf(stoppedBy));
  if (signal) fail(`${command} was stopped`, exitCodeOf(signal));
  if (code === 0) return;
  process.stderr.write(output);
  fail(`Stopped: "${[command, ...args].join(" ")}" failed, see above.`);
}

/** Runs the command itself and ends with its exit code or signal. */
export async function runLast(command, args, more = {}) {
  // Lets the command notice the end of this process, and be killed with it.
  const env = { ...more, ROOST_BOOT_PID: String(process.pid) };
  const { code, signal } = await execute(command, args, { env });
  process.exit(signal ? exitCodeOf(signal) : code);
}
