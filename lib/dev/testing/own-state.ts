import { afterAll, vi } from "vitest";
import { forgetGlobalSingletons } from "#lib/config/global-singleton.ts";
import { runShutdown } from "#lib/config/shutdown.ts";
import { bcryptStats, closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { endFile } from "./file-end.ts";

/*
 * Files share a worker with its loaded modules, which takes half the time. Each file still starts
 * with the state of a new process, and leaves nothing running.
 */

/** Threads, and an engine that a process loads only once; neither keeps what a test did. */
const OF_THE_WORKER = ["bcrypt-pool", "schema engine"];

const environment = { ...process.env };

function restoreEnvironment(): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
}

async function endBcrypt(): Promise<void> {
  const { running, queued } = bcryptStats();
  const waiting = Object.values(queued).some((jobs) => jobs > 0);
  if (running > 0 || waiting) await closeBcryptPool();
}

forgetGlobalSingletons(OF_THE_WORKER);

// Registered before the hooks of the test file, it runs after them.
afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  // Writes that still wait belong to this file's database, not to the next one's.
  await runShutdown(() => {});
  await endBcrypt();
  await endFile();
  restoreEnvironment();
  forgetGlobalSingletons(OF_THE_WORKER);
});
