import { globalSingleton } from "#lib/config/global-singleton.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { logger } from "#lib/observability/logger.ts";
import { runRevocations } from "./run-revocations.ts";

const EVERY_MS = 5_000;

type Worker = { wake: () => void };

const worker = () => globalSingleton<Worker>("revocations", () => ({ wake() {} }));

/** Lets this server begin a new revocation at once, if it runs any. */
export const wakeRevoking = (): void => worker().wake();

/**
 * Works on revocations until the server stops: those begun here at once, those that another server
 * left within seconds. A failure is logged, and the next round goes on.
 */
export function startRevoking(everyMs = EVERY_MS): void {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const run = () => {
    if (stopping.signal.aborted) return;
    running ??= runRevocations(stopping.signal)
      .catch((error: unknown) => {
        logger().warn({ err: error }, "tokens were not revoked; the next round goes on");
      })
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, everyMs).unref();
  worker().wake = run;
  onShutdown("revocations", async () => {
    clearInterval(timer);
    stopping.abort();
    worker().wake = () => {};
    await running;
  });
  run();
}
