import type { Browser, Page } from "@playwright/test";
import { field, open, opener, palette, shortcuts } from "../fixtures/palette.ts";
import { expect, OWNER, type Roost, signInWithoutForm, test } from "../fixtures/test.ts";

const SYSTEMS = [
  {
    name: "a Mac",
    userAgent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    keys: "Meta+k",
    other: "Control+k",
    label: "⌘K",
  },
  {
    name: "Windows",
    userAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    keys: "Control+k",
    other: "Meta+k",
    label: "Ctrl K",
  },
];

async function pageOn(browser: Browser, roost: Roost, userAgent: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: roost.url, userAgent });
  const page = await context.newPage();
  await signInWithoutForm(page, roost, OWNER);
  return page;
}

for (const { name, userAgent, keys, other, label } of SYSTEMS) {
  test(`on ${name} the palette opens and closes by ${label}, as its button says (B15)`, async ({
    browser,
    roost,
    owner,
  }) => {
    expect(owner.id).not.toBe("");
    const page = await pageOn(browser, roost, userAgent);
    await open(page, "/team/users");
    await expect(opener(page).locator("kbd")).toHaveText(label);
    await page.keyboard.press(other);
    await expect(palette(page)).toBeHidden();
    await page.keyboard.press(keys);
    await expect(field(page)).toBeFocused();
    await page.keyboard.press(keys);
    await expect(palette(page)).toBeHidden();
    await page.getByTestId("table-search-input").focus();
    await page.keyboard.press(keys);
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("table-search-input")).toBeFocused();
    await page.keyboard.press("Tab");
    await opener(page).click();
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(opener(page)).toBeFocused();
    await page.context().close();
  });
}

test("the button's key appears without moving anything", async ({ browser, roost, owner }) => {
  expect(owner.id).not.toBe("");
  const place = async (javaScriptEnabled: boolean) => {
    const context = await browser.newContext({ baseURL: roost.url, javaScriptEnabled });
    const page = await context.newPage();
    await signInWithoutForm(page, roost, OWNER);
    await page.goto("/team/users");
    if (javaScriptEnabled) await expect(opener(page)).toBeEnabled();
    const box = await opener(page).boundingBox();
    await context.close();
    return box;
  };
  expect(await place(true)).toEqual(await place(false));
});

test("Esc before the palette's code is there gives it up", async ({ ownerPage: page }) => {
  await page.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));
  await open(page, "/team/users");
  await page.waitForLoadState("networkidle");
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const asked = page.waitForRequest("**/_next/static/**");
  await page.route("**/_next/static/**", async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await asked;
  await page.keyboard.press("Escape");
  release();
  await page.waitForLoadState("networkidle");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("?");
  await expect(shortcuts(page), "keys are heard again").toBeVisible();
});

test("? lists the shortcuts, / focuses the search, G and a letter open a page; none while typing", async ({
  ownerPage: page,
}) => {
  await open(page, "/team/users");
  await page.keyboard.press("?");
  await expect(shortcuts(page)).toBeVisible();
  await expect(shortcuts(page).getByText("Ctrl K")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(shortcuts(page)).toBeHidden();
  await expect(page).toHaveURL(/\/team\/users$/);

  await page.keyboard.press("/");
  const search = page.getByTestId("table-search-input");
  await expect(search).toBeFocused();
  await page.keyboard.type("?gs/");
  await expect(search).toHaveValue("?gs/");
  await expect(shortcuts(page)).toBeHidden();
  await page.getByTestId("user-dropdown").focus();
  await page.keyboard.press("Alt+g");
  await page.keyboard.press("s");
  await page.keyboard.press("Shift+G");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/team\/users\?/);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/team\/service-users$/);
});

test("the shortcuts open from the menu, and those of single keys can be switched off", async ({
  ownerPage: page,
}) => {
  await open(page, "/team/users");
  await page.getByTestId("user-dropdown").click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  const single = shortcuts(page).getByRole("switch", { name: "Single-key shortcuts" });
  await single.click();
  await expect(single).not.toBeChecked();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("user-dropdown")).toBeFocused();
  await page.reload();
  await expect(opener(page)).toBeEnabled();
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await expect(shortcuts(page)).toBeHidden();
  await page.keyboard.type("shortcuts");
  await page.keyboard.press("Enter");
  await single.click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(shortcuts(page)).toBeVisible();
});
