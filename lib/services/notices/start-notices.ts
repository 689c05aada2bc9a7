import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { logger } from "#lib/observability/logger.ts";
import { checkNotices, type Notices, sendNotices } from "./check-notices.ts";

type Sender = { webhook: NoticeWebhook; publicUrl: string };

/** Delay of the first round, and pause between rounds: events are sent in each. */
export type Pace = { firstMs: number; everyMs: number };

const PACE: Pace = { firstMs: 1000, everyMs: 10_000 };
/** Tokens that expire are looked for in one of these rounds: no one waits for these notices. */
const ROUNDS_PER_CHECK = 12;

/**
 * Sends notices until the server stops; the stop does not wait for answers. A failed check
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
  let round = 0;
  const checkAfter = (ms: number) => {
    timer = setTimeout(() => {
      const work = round % ROUNDS_PER_CHECK === 0 ? checkNotices : sendNotices;
      round += 1;
      running = logFailure(work(notices)).then(() => {
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
  logger().info({ to: webhook.origin }, "notices started");
}

async function logFailure(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    logger().warn({ err: error }, "notices were not checked or stored completely");
  }
}
