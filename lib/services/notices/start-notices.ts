import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { logger } from "#lib/observability/logger.ts";
import { checkNotices, type Notices } from "./check-notices.ts";

type Sender = { webhook: NoticeWebhook; publicUrl: string };

/** When the first check is, and how long after the end of one the next. */
export type Pace = { firstMs: number; everyMs: number };

const PACE: Pace = { firstMs: 1000, everyMs: 2 * 60_000 };

/**
 * Sends notices of expiries from now on until the server stops, whose stop waits for no answer.
 * A check that fails is logged; the next one does what it left.
 */
export function startNotices(
  { webhook, publicUrl }: Sender,
  { firstMs, everyMs }: Pace = PACE,
): void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const notices: Notices = {
    ...{ webhook, publicUrl, signal },
    ...{ looked: new Map(), now: () => new Date() },
  };
  let timer: NodeJS.Timeout;
  let running = Promise.resolve();
  const checkAfter = (ms: number) => {
    timer = setTimeout(() => {
      running = checkAndTell(notices).then(() => {
        if (!signal.aborted) checkAfter(everyMs);
      });
    }, ms).unref();
  };
  onShutdown("notices", () => {
    clearTimeout(timer);
    stopping.abort();
    return running;
  });
  checkAfter(firstMs);
  logger().info({ to: webhook.origin }, "notices of expiries are sent");
}

async function checkAndTell(notices: Notices): Promise<void> {
  try {
    await checkNotices(notices);
  } catch (error) {
    logger().warn({ err: error }, "notices of expiries were not all sent this time");
  }
}
