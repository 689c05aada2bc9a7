import type { Page } from "playwright";

/** Measurements of a page by its browser since the start of loading. */
export type Observed = {
  /** Shifts without input, as in CLS, but summed without a window. */
  shift: number;
  /** All shifts, including those right after an input. */
  shiftWithInput: number;
  largestPaintMs: number;
  /** The slowest interaction: from the input to the next paint. Browsers time none below 16 ms. */
  interactionMs: number;
};

const SHORTEST_TIMED_MS = 16;

type Noted = typeof globalThis & { noted: Observed };

/** Records shifts, paints and interactions of every page of this tab from its start. */
export async function observe(page: Page): Promise<void> {
  await page.addInitScript((shortest) => {
    const noted: Observed = { shift: 0, shiftWithInput: 0, largestPaintMs: 0, interactionMs: 0 };
    Object.assign(globalThis, { noted });
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
    type Timed = PerformanceEntry & { interactionId: number };
    const watch = <Entry>(options: object, note: (entry: Entry) => void) => {
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) note(entry as Entry);
      });
      observer.observe({ buffered: true, ...options });
    };
    watch<Shift>({ type: "layout-shift" }, ({ value, hadRecentInput }) => {
      noted.shiftWithInput += value;
      if (!hadRecentInput) noted.shift += value;
    });
    watch<PerformanceEntry>({ type: "largest-contentful-paint" }, ({ startTime }) => {
      noted.largestPaintMs = startTime;
    });
    watch<Timed>({ type: "event", durationThreshold: shortest }, ({ interactionId, duration }) => {
      if (interactionId > 0) noted.interactionMs = Math.max(noted.interactionMs, duration);
    });
  }, SHORTEST_TIMED_MS);
}

/** The measurements so far; the slowest interaction is returned once, then reset. */
export async function observed(page: Page): Promise<Observed> {
  return page.evaluate(async () => {
    // Entries arrive after their paint.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestIdleCallback(resolve));
    const { noted } = globalThis as Noted;
    const now = { ...noted };
    noted.interactionMs = 0;
    return now;
  });
}
