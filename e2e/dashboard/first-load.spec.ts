import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

/** Opens a page that never rests, so that it fetches nothing ahead, and holds what it fetches from then on. */
async function openAndHold(page: Page, path: string): Promise<() => void> {
  await page.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));
  await page.goto(path, { waitUntil: "networkidle" });
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**", async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** That the button has heard of the press, while nothing of the box is there yet. */
async function expectWaiting(button: Locator, box: Locator): Promise<void> {
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await expect(box).toBeHidden();
}

for (const key of ["Enter", "Space", "ArrowDown"]) {
  test(`${key} on a menu's button before the menu's code is there opens it once that comes`, async ({
    ownerPage: page,
  }) => {
    const release = await openAndHold(page, "/team/users");
    const button = page.getByTestId("user-dropdown");
    const menu = page.getByRole("menu");
    await expect(button).toHaveAttribute("aria-haspopup", "menu");
    await expect(button).toHaveAttribute("aria-expanded", "false");
    const before = await button.elementHandle();
    await button.focus();
    await page.keyboard.press(key);
    await expectWaiting(button, menu);
    await expect(button).toBeFocused();
    release();
    await expect(page.getByRole("menuitem").first()).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitemradio").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(button).toBeFocused();
    expect(await button.evaluate((now, then) => now === then, before), "the same element").toBe(
      true,
    );
  });
}

test("a menu whose button is pressed again before its code is there stays closed", async ({
  ownerPage: page,
}) => {
  const release = await openAndHold(page, "/team/users");
  const button = page.getByTestId("user-dropdown");
  await button.click();
  await expectWaiting(button, page.getByRole("menu"));
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "false");
  const came = page.waitForResponse(/_next\/static/);
  release();
  await came;
  await button.click();
  await expect(page.getByRole("menu")).toHaveCount(1);
  await button.click();
  await expect(page.getByRole("menu")).toBeHidden();
});

test("a menu that the reader has turned away from does not take the focus when its code comes", async ({
  ownerPage: page,
}) => {
  const release = await openAndHold(page, "/team/users");
  const button = page.getByTestId("user-dropdown");
  await button.focus();
  await page.keyboard.press("Enter");
  await expectWaiting(button, page.getByRole("menu"));
  await page.getByTestId("table-search-input").focus();
  await expect(button).toHaveAttribute("aria-expanded", "false");
  release();
  await button.click();
  await expect(page.getByRole("menu")).toBeVisible();
});

test("a press on the filters before their code is there is not lost, and the focus returns", async ({
  ownerPage: page,
}) => {
  const release = await openAndHold(page, "/team/users");
  const filters = page.getByTestId("table-filters-button");
  const popover = page.getByRole("dialog", { name: "Filters" });
  await filters.click();
  await expectWaiting(filters, popover);
  release();
  await expect(popover.getByRole("radio").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(popover).toBeHidden();
  await expect(filters).toBeFocused();
});

test("a press on a form's button before its code is there is not lost, and the focus returns", async ({
  ownerPage: page,
}) => {
  const release = await openAndHold(page, "/team/service-users");
  const opener = page.getByTestId("open-service-user-modal");
  await opener.click();
  await expect(page.getByRole("dialog")).toBeHidden();
  release();
  await expect(page.getByTestId("service-user-name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(opener).toBeFocused();
});

test("the reason of a refused button is in the page before its tooltip's code is", async ({
  ownerPage: page,
}) => {
  const release = await openAndHold(page, "/team/tokens");
  const button = page.getByTestId("revoke-selected");
  const reason = "Select tokens first.";
  await expect(button).toHaveAccessibleDescription(reason);
  await page.keyboard.press("Tab");
  await button.focus();
  const tooltip = page.locator('[data-slot="tooltip-content"]');
  await expect(tooltip).toBeHidden();
  release();
  await expect(tooltip).toHaveText(reason);
  await page.keyboard.press("Escape");
  await expect(tooltip).toBeHidden();
  await expect(button).toBeFocused();
});

test("a notification before the code of its place is there is not lost", async ({
  ownerPage: page,
}) => {
  const release = await openAndHold(page, "/settings?tab=groups");
  const json = { message: "no such luck", code: 500 };
  await page.route("**/api/accounts", (route) => route.fulfill({ status: 500, json }));
  await page.getByRole("switch").first().click();
  await page.getByTestId("save-changes").click();
  const title = page.getByTestId("notification-title");
  await expect(title).toBeHidden();
  release();
  await expect(title).toHaveText("Request failed with status code 500");
});
