import { gzipSync } from "node:zlib";
import type { Page, Request } from "playwright";
import { IDLE_MARK } from "#components/ui/idle.ts";

/** The gzipped bytes of a page's scripts. */
export type ScriptBytes = {
  /** Loaded before the page was idle. */
  first: number;
  /** Prefetched after that, before any use. */
  whenIdle: number;
};

/** Measures the scripts that a page loads from now on; resolves once it is idle and has prefetched. */
export function weighScripts(page: Page): () => Promise<ScriptBytes> {
  const sizes = new Map<string, Promise<number>>();
  page.on("request", (request) => {
    if (request.resourceType() !== "script") return;
    sizes.set(request.url(), sizeOf(request));
  });
  return async () => {
    await page.waitForFunction(async (name) => {
      if (performance.getEntriesByName(name, "mark").length === 0) return false;
      // Everything else that waits for idle has run after this.
      await new Promise((resolve) => requestIdleCallback(resolve));
      return true;
    }, IDLE_MARK);
    await Promise.all(sizes.values());
    const ahead = new Set(await fetchedAtRest(page));
    const bytes: ScriptBytes = { first: 0, whenIdle: 0 };
    for (const [url, size] of sizes) bytes[ahead.has(url) ? "whenIdle" : "first"] += await size;
    return bytes;
  };
}

async function sizeOf(request: Request): Promise<number> {
  const body = await (await request.response())?.body();
  return body === undefined ? 0 : gzipSync(body).length;
}

/** The URLs that the page fetched after it was idle. */
function fetchedAtRest(page: Page): Promise<string[]> {
  return page.evaluate((name) => {
    const rest = performance.getEntriesByName(name, "mark")[0]?.startTime ?? Infinity;
    const fetched = performance.getEntriesByType("resource");
    const before = new Set(
      fetched.filter(({ startTime }) => startTime < rest).map((entry) => entry.name),
    );
    return fetched.map((entry) => entry.name).filter((url) => !before.has(url));
  }, IDLE_MARK);
}
