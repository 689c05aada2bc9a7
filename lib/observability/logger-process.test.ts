import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const PROGRAM = join(import.meta.dirname, "../dev/testing/log-lines.ts");
const LINES = 1000;

/** Sends a signal as soon as the lines are written; returns all that reached standard output. */
async function linesAfter(signal: NodeJS.Signals, ...args: string[]): Promise<string[]> {
  const child = spawn(process.execPath, [PROGRAM, String(LINES), ...args], {
    env: { ...process.env, LOG_LEVEL: "info" },
  });
  const output = text(child.stdout);
  await once(child.stderr, "data");
  child.kill(signal);
  return (await output).trimEnd().split("\n");
}

test.each(["SIGTERM", "SIGUSR2"] as const)("%s loses no line", async (signal) => {
  const lines = await linesAfter(signal);
  expect(lines).toHaveLength(LINES);
  expect(lines.map((line) => JSON.parse(line).at)).toEqual(Array.from(lines.keys()));
});

test("a warning and all lines before it are written before a kill", async () => {
  const lines = await linesAfter("SIGKILL", "warn");
  expect(lines).toHaveLength(LINES + 1);
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ level: "warn", msg: "the last line" });
});

/** The exit code of a process that logs a fatal error and ends, with this standard output. */
async function exitCodeWith(output: "pipe" | number): Promise<number | null> {
  const child = spawn(process.execPath, [PROGRAM, "1", "fatal"], {
    stdio: ["ignore", output, "ignore"],
    timeout: 10_000,
  });
  child.stdout?.destroy();
  await once(child, "exit");
  return child.exitCode;
}

test("a log without a reader stops no process", async () => {
  expect(await exitCodeWith("pipe")).toBe(0);
});

test("a log that cannot be written stops no process", async () => {
  const readOnly = await open(PROGRAM, "r");
  expect(await exitCodeWith(readOnly.fd)).toBe(0);
  await readOnly.close();
});
