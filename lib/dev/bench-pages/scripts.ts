import { gzipSync } from "node:zlib";
import type { Page, Request } from "playwright";
import { IDLE_MARK } from "#components/ui/idle.ts";

/** The gzipped bytes of a page's scripts. */
export type ScriptBytes = {
  /** Scripts requested before the page was idle. */
  first: number;
  /** Scripts preloaded after that, before any use. */
  whenIdle: number;
};

/** Weighs the scripts that a page loads from now on, once it is idle and has preloaded its modules. */
export function weighScripts(page: Page): () => Promise<ScriptBytes> {
  const sizes = new Map<string, Promise<number>>();
  page.on("request", (request) => {
    if (request.resourceType() !== "script") return;
    const size = sizeOf(request);
    // A script requested after the weighing may outlive the page; nothing awaits its size.
    size.catch(() => undefined);
    sizes.set(request.url(), size);
  });
  return async () => {
    // Every page preloads some module when idle. A script has its entry once it is loaded, which on a
    // busy machine is later than its request.
    await page.waitForFunction(async (name) => {
      const idleAt = performance.getEntriesByName(name, "mark")[0]?.startTime ?? Infinity;
      const scripts = performance
        .getEntriesByType("resource")
        .filter((entry) => /\.js(?:\?|$)/.test(entry.name));
      if (scripts.every(({ startTime }) => startTime < idleAt)) return false;
      await new Promise((resolve) => requestIdleCallback(resolve));
      return true;
    }, IDLE_MARK);
    const requested = [...sizes];
    await page.waitForFunction(
      (urls) => urls.every((url) => performance.getEntriesByName(url).length > 0),
      requested.map(([url]) => url),
    );
    const ahead = new Set(await fetchedAtRest(page));
    const bytes: ScriptBytes = { first: 0, whenIdle: 0 };
    for (const [url, size] of requested) bytes[ahead.has(url) ? "whenIdle" : "first"] += await size;
    return bytes;
  };
}

async function sizeOf(request: Request): Promise<number> {
  const body = await (await request.response())?.body();
  return body === undefined ? 0 : gzipSync(body).length;
}

/** The URLs requested once the page was idle. */
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
