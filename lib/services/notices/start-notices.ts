import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { logger } from "#lib/observability/logger.ts";
import { checkNotices, type Notices } from "./check-notices.ts";

type Sender = { webhook: NoticeWebhook; publicUrl: string };

/** Delay of the first check, and pause between checks. */
export type Pace = { firstMs: number; everyMs: number };

const PACE: Pace = { firstMs: 1000, everyMs: 2 * 60_000 };

/**
 * Sends expiry notices until the server stops; the stop does not wait for answers. A failed check
 * is logged, and the next one sends the rest.
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
  logger().info({ to: webhook.origin }, "expiry notices started");
}

async function checkAndTell(notices: Notices): Promise<void> {
  try {
    await checkNotices(notices);
  } catch (error) {
    logger().warn({ err: error }, "expiry notices were not checked or stored completely");
  }
}
