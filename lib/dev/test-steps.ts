import { type ChildProcess, spawn } from "node:child_process";

/** A step of `npm test`. Order in the table is priority; `after` names steps that end before it. */
export type Step = {
  name: string;
  command: readonly string[];
  after?: readonly string[];
  /** The step that must succeed before this one. */
  needs?: string;
  /** Shows its output while it runs; that of other steps follows at their end. */
  shown?: boolean;
};

export type Ended = { ok: boolean; seconds: number; output: string };

const children = new Set<ChildProcess>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal);
    process.exit(1);
  });
}

/** Runs a command to its end. Output that is not shown is returned, both streams in their order. */
export function runCommand(
  [program = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  shown = false,
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(program, args, {
    stdio: ["ignore", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"],
    env,
  });
  children.add(child);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  }
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const end = (ok: boolean) => {
    children.delete(child);
    const seconds = (performance.now() - begun) / 1000;
    resolve({ ok, seconds, output: Buffer.concat(chunks).toString("utf8") });
  };
  child.once("error", (error) => {
    chunks.push(Buffer.from(`${error.message}\n`));
    end(false);
  });
  child.once("close", (code) => end(code === 0));
  return promise;
}

/**
 * Runs steps, at most `width` at a time. `run` returns whether the step succeeded, and is called
 * with the failed step if it needs one that failed.
 */
export async function runSteps<S extends Step>(
  steps: readonly S[],
  width: number,
  run: (step: S, failed?: string) => Promise<boolean>,
): Promise<void> {
  const waiting = [...steps];
  const running = new Map<string, Promise<void>>();
  const ended = new Map<string, boolean>();
  const ready = ({ after = [], needs }: Step) =>
    [...after, ...(needs === undefined ? [] : [needs])].every((name) => ended.has(name));
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(ready);
    if (next < 0 && running.size === 0) throw new Error("steps wait for each other");
    if (next < 0 || running.size >= width) {
      await Promise.race(running.values());
      continue;
    }
    const [step] = waiting.splice(next, 1);
    if (step === undefined) continue;
    const blocked = step.needs !== undefined && ended.get(step.needs) === false;
    running.set(
      step.name,
      run(step, blocked ? step.needs : undefined).then((ok) => {
        ended.set(step.name, ok);
        running.delete(step.name);
      }),
    );
  }
}
