import { field, open, option } from "../fixtures/palette.ts";
import { expect, test } from "../fixtures/test.ts";

test("what is typed while the palette's code is on its way is not lost", async ({
  ownerPage: page,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const early: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") early.push(response.text());
  });
  await open(page, "/team/users");
  await page.waitForLoadState("networkidle");
  const loaded = await Promise.all(early);
  expect(loaded.join(""), "nothing of it comes before it is asked for").not.toContain("cmdk-item");
  await page.route("**/_next/static/**", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByTestId("table-search-input").focus();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("activ");
  release();
  await expect(field(page)).toHaveValue("activ");
  await page.keyboard.type("ity");
  await expect(option(page, "Activity")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/activity$/);
});
