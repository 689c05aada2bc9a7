import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "#lib/dev/testing/free-port.ts";

const START_DEADLINE_MS = 30_000;
const POLL_MS = 50;

/** As boot.mjs sets them for a server. */
const FREED = { MALLOC_MMAP_THRESHOLD_: "131072", MALLOC_TRIM_THRESHOLD_: "131072" };

export type BenchServer = { url: string; pid: number; stop: () => Promise<void> };

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if ((await fetch(url).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${url} does not answer`);
}

/** Starts a program that listens on `PORT`; resolves once `health` returns 200. */
export async function startBenchServer(
  program: string,
  given: { cwd: string; health: string; env?: Record<string, string> },
): Promise<BenchServer> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=8", "--heap-growing-percent=60", program],
    {
      cwd: given.cwd,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...FREED, NODE_ENV: "production", PORT: String(port), ...given.env },
    },
  );
  const exited = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  try {
    await untilAnswers(`${url}${given.health}`, child);
  } catch (error) {
    await stop();
    throw error;
  }
  // A process that answers has an ID.
  return { url, pid: child.pid ?? 0, stop };
}
