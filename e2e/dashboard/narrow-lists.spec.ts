import type { Locator, Page } from "@playwright/test";
import { PAGES } from "#lib/contract/pages.ts";
import { expect, test } from "../fixtures/test.ts";

const TABLET = { width: 768, height: 1024 };
const PHONE = { width: 320, height: 640 };

test("a tablet held upright shows lists as tables, with the navigation in a drawer", async ({
  ownerPage: page,
  owner: { token },
  api,
}) => {
  // The right to write everything is the longest text of a row of the access review.
  const body = { name: "seen upright", role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body });
  const path = `/api/users/${made.id}/tokens`;
  await api("POST", path, { token, body: { name: "as its role", expires_in: 60 } });
  await page.setViewportSize(TABLET);
  for (const { path } of Object.values(PAGES).filter(({ list }) => list)) {
    await page.goto(path);
    await expect(page.getByRole("row").nth(1)).toHaveCSS("display", "table-row");
    expect(await wider(page), path).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(PHONE);
  await page.goto(PAGES.accessReview.path);
  await expect(page.getByTestId("unused-sensitive").first()).toBeVisible();
  expect(await wider(page), "an access review on a phone").toBeLessThanOrEqual(0);
  await page.setViewportSize(TABLET);
  const opener = page.getByRole("button", { name: "Open navigation" });
  await opener.click();
  const drawer = page.getByRole("dialog", { name: "Navigation" });
  await drawer.getByRole("link", { name: "Service Users" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Service Users" })).toBeVisible();
  await expect(drawer).toBeHidden();
});

const wider = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("the filters of the events lie within a window of 320 px", async ({ ownerPage: page }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/activity");
  await page.getByTestId("table-filters-button").click();
  const box = await page.getByRole("dialog", { name: "Filters" }).boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
});

for (const [device, size] of Object.entries({ TABLET, PHONE })) {
  test(`what can be done with chosen tokens stays in sight at the end of the list (${device})`, async ({
    ownerPage: page,
    owner,
    api,
  }) => {
    const name = `chosen ${device}`;
    const made = await api("POST", "/api/users", {
      token: owner.token,
      body: { name, role: "user", is_service_user: true },
    });
    for (let number = 0; number < 20; number += 1) {
      const body = { name: `${name} ${number}`, expires_in: 90 };
      await api("POST", `/api/users/${made.body.id}/tokens`, { token: owner.token, body });
    }
    await page.setViewportSize(size);
    await page.goto(`/team/tokens?user_id=${made.body.id}`);
    const boxes = page.getByRole("checkbox", { name: /^Select access token/ });
    await boxes.last().check();
    await boxes.last().scrollIntoViewIfNeeded();
    const revoke = page.getByRole("button", { name: "Revoke 1 selected" });
    await expect(revoke).toBeInViewport({ ratio: 1 });
    await expectUncovered(revoke);
    await page.getByRole("button", { name: "Clear selection" }).click();
    await expect(boxes.last()).not.toBeChecked();
  });
}

/** That nothing lies over its middle. */
async function expectUncovered(control: Locator): Promise<void> {
  const seen = await control.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
  expect(seen).toBe(true);
}
