import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectFit(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
  expect(found, what).toEqual([]);
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(beyond, `${what} is wider than its window`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing on activity and groups, ${colorScheme}, ${width} px`, async ({
      browser,
      roost,
      owner,
      api,
    }) => {
      const name = `A group ${colorScheme} ${width} ${"with a long name ".repeat(6)}`;
      await api("POST", "/api/groups", { token: owner.token, body: { name } });
      const context = await browser.newContext({
        baseURL: roost.url,
        colorScheme,
        reducedMotion: "reduce",
        viewport: { width, height: 760 },
      });
      const page = await context.newPage();
      await signInWithoutForm(page, roost, OWNER);
      await page.goto(`/activity?activity_code=group.add,user.block&initiator_id=${owner.id}`);
      await expect(page.getByTestId("event-details").first()).toBeVisible();
      await page.getByTestId("event-details").first().click();
      await expectFit(page, "activity with details");
      await page.getByTestId("table-filters-button").click();
      await expectFit(page, "filters of the activity");
      await page.goto("/activity?search=nobody");
      await expect(page.getByText("No event matches")).toBeVisible();
      await expectFit(page, "no activity");
      await page.goto("/team/groups");
      await expect(page.getByTestId("group-actions").first()).toBeVisible();
      await expectFit(page, "groups");
      await page.getByTestId("group-actions").first().click();
      await expectFit(page, "menu of a group");
      await page.keyboard.press("Escape");
      await page.getByTestId("open-create-group").click();
      await expect(page.getByTestId("group-name-input")).toBeFocused();
      await expectFit(page, "create group");
      await page.keyboard.press("Escape");
      const own = page.getByRole("row").filter({ hasText: `A group ${colorScheme} ${width}` });
      await own.getByTestId("group-actions").click();
      await page.getByRole("menuitem", { name: "Delete group" }).click();
      await expectFit(page, "delete group");
      await context.close();
    });
  }
}
