import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

type ProgramInput = { env: Record<string, string>; input?: string; cwd?: string };
type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs a program to its end with this environment and no other; `input` is its standard input. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { env, input = "", cwd }: ProgramInput,
): Promise<Ended> {
  const child = spawn(command, args, {
    env: { NODE_ENV: "production", ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const ended = once(child, "close");
  // A program may close its input early: only its exit code counts.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}
