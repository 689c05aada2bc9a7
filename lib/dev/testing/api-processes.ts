import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";

/** A server that answers calls of the API that it gets as messages. */
const SERVE = `(async () => {
  const { settings } = await import("#lib/config/settings.ts");
  const { useDatabase } = await import("#lib/db/database.ts");
  const { openDatabase } = await import("#lib/db/open-database.ts");
  const { callApi } = await import("#lib/dev/testing/api.ts");
  useDatabase(await openDatabase(settings().databaseUrl));
  process.on("message", async ([method, path, given]) => {
    const { status, body } = await callApi(method, path, given);
    process.send({ status, body });
  });
  process.send("ready");
})()`;

export type ProcessCall = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  given: { token?: string; body?: object; headers?: Record<string, string> };
};
// biome-ignore lint/suspicious/noExplicitAny: the tests assert on what the wire holds
export type ProcessAnswer = { status: number; body: any };

async function startProcess(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--eval", SERVE], {
    cwd: repositoryRoot(),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "fatal", BCRYPT_COST: "4" },
      ...{ DATABASE_URL: url, NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET ?? "x".repeat(48) },
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  return child;
}

/** The answer, or null if the process ends before it. */
async function send(
  child: ChildProcess,
  { method, path, given }: ProcessCall,
): Promise<ProcessAnswer | null> {
  const listening = new AbortController();
  const { signal } = listening;
  child.send([method, path, given]);
  const answer = once(child, "message", { signal }).then(([given]) => given as ProcessAnswer);
  // After the last message: an answer on its way still arrives.
  const end = once(child, "disconnect", { signal }).then(() => null);
  const first = await Promise.race([answer, end]);
  await Promise.allSettled([answer, end, listening.abort()]);
  return first;
}

/**
 * Two servers on one database, each a process, until the end of the test. `call` sends to one of
 * them; with `killAfterMs`, that one is killed and replaced, and the answer is null if it was lost.
 */
export async function startApiProcesses(url: string) {
  const start = () => startProcess(url);
  const [one, two] = await Promise.all([start(), start()]);
  const running = [one, two];
  // So that a killed one is replaced at once.
  let spare = start();
  const replace = async (at: 0 | 1, killAfterMs: number) => {
    const child = running[at] as ChildProcess;
    const exit = once(child, "exit");
    await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    child.kill("SIGKILL");
    await exit;
    running[at] = await spare;
    spare = start();
  };
  return {
    async call(at: 0 | 1, call: ProcessCall): Promise<ProcessAnswer> {
      const answer = await send(running[at] as ChildProcess, call);
      if (answer === null) throw new Error("the process ended by itself");
      return answer;
    },
    async callKilled(at: 0 | 1, call: ProcessCall, killAfterMs: number) {
      const answer = send(running[at] as ChildProcess, call);
      await replace(at, killAfterMs);
      return answer;
    },
    /** Waits for the spare one: the end of a test must not leave one that starts. */
    end: async () => void (await spare),
  };
}
