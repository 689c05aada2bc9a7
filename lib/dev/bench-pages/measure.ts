import type { BrowserContext, Page } from "playwright";
import { observe, observed } from "./observe.ts";
import type { BenchPage } from "./pages.ts";
import { type ScriptBytes, weighScripts } from "./scripts.ts";

export type Interaction = {
  name: string;
  /** From the slowest press to the next paint. */
  paintMs: number;
  /** Until the requested content was shown. */
  doneMs: number;
};

export type PageMeasurement = {
  scripts: ScriptBytes;
  largestPaintMs: number;
  shift: number;
  shiftWithPopup: number;
  interactions: Interaction[];
};

type Step = { name: string; act: () => Promise<void>; done: () => Promise<unknown> };

/** Visits a page with an empty cache, uses it like a reader and returns the times; null without the page. */
export async function visit(
  context: BrowserContext,
  path: string,
  { popup, search, sort }: BenchPage,
): Promise<PageMeasurement | null> {
  const page = await context.newPage();
  await observe(page);
  const weigh = weighScripts(page);
  const answer = await page.goto(path, { waitUntil: "networkidle" });
  if (answer?.status() === 404) return null;
  const loaded = await observed(page);
  const scripts = await weigh();
  const interactions: Interaction[] = [];
  const use = async (step: Step | undefined) => {
    if (step !== undefined) interactions.push(await timed(page, step));
  };
  await use(popup === undefined ? undefined : opening(page, popup));
  await page.waitForLoadState("networkidle");
  const { shiftWithInput } = await observed(page);
  await page.keyboard.press("Escape");
  await use(sort === undefined ? undefined : sorting(page, sort));
  await use(search === undefined ? undefined : searching(page, search));
  await page.close();
  const { shift, largestPaintMs } = loaded;
  return { scripts, largestPaintMs, shift, shiftWithPopup: shiftWithInput, interactions };
}

async function timed(page: Page, { name, act, done }: Step): Promise<Interaction> {
  await observed(page);
  const begun = performance.now();
  await act();
  await done();
  const doneMs = performance.now() - begun;
  const { interactionMs } = await observed(page);
  return { name, paintMs: interactionMs, doneMs };
}

const opening = (page: Page, opener: string): Step => ({
  name: "open the popup",
  act: () => page.locator(opener).first().click(),
  done: () =>
    page.locator('[role="dialog"], [role="menu"], [aria-expanded="true"]').first().waitFor(),
});

const sorting = (page: Page, column: string): Step => {
  const heading = page.getByRole("columnheader", { name: column }).first();
  return {
    name: "sort",
    act: () => heading.getByRole("button").click(),
    done: async () => {
      await page.waitForURL(/sort=/);
      await listIsThere(page);
    },
  };
};

const searching = (page: Page, text: string): Step => ({
  name: "search",
  act: () => page.getByTestId("table-search-input").pressSequentially(text),
  done: async () => {
    await page.waitForURL(new RegExp(`search=${text}`));
    await listIsThere(page);
  },
});

const listIsThere = (page: Page) =>
  page.locator('[role="status"][aria-busy="false"]').first().waitFor();
