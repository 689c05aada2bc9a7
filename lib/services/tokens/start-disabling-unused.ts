import { onShutdown } from "#lib/config/shutdown.ts";
import { HOUR_MS, MINUTE_MS } from "#lib/contract/durations.ts";
import { logger } from "#lib/observability/logger.ts";
import { disableUnused } from "./disable-unused.ts";

const PACE = { firstMs: MINUTE_MS, everyMs: HOUR_MS };

/**
 * Disables unused tokens every hour until the server stops. A failure is logged, and the next hour
 * does the rest.
 */
export function startDisablingUnused({ firstMs, everyMs } = PACE): void {
  const stopping = new AbortController();
  let running = Promise.resolve();
  let timer: NodeJS.Timeout;
  const runAfter = (ms: number) => {
    timer = setTimeout(() => {
      running = disableUnused(new Date(), stopping.signal)
        .catch((error: unknown) => {
          logger().warn(
            { err: error },
            "unused tokens were not disabled; the next hour tries again",
          );
        })
        .then(() => {
          if (!stopping.signal.aborted) runAfter(everyMs);
        });
    }, ms).unref();
  };
  onShutdown("unused-tokens", () => {
    clearTimeout(timer);
    stopping.abort();
    return running;
  });
  runAfter(firstMs);
}
