import { open, opener, palette, shortcuts } from "../fixtures/palette.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

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
