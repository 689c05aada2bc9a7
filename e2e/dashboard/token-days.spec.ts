import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

async function makeTokens(api: CallApi, token: string, name: string, days: number[]) {
  const user = { name, role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  for (const expires_in of days) {
    const body = { name: `${name}-${expires_in}`, expires_in };
    await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  }
}

const filters = (page: Page) => page.getByTestId("table-filters-button");
const state = (page: Page) => page.getByTestId("table-filter-state");
const option = (page: Page, label: string) => state(page).getByLabel(label, { exact: true });
const count = (page: Page, text: string) => page.getByText(text, { exact: true });

test("how soon tokens expire is chosen among usual days, stands in the address and survives a reload", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await makeTokens(api, owner.token, "windowed", [5, 20, 80, 200]);
  await page.goto("/team/tokens?search=windowed");
  await expect(count(page, "4 tokens")).toBeVisible();
  await filters(page).click();
  for (const [label, found, search] of [
    ["Expires within 7 days", "1 token", /state=expiring&expiring_within_days=7|days=7.*expiring/],
    ["Expires within 14 days", "1 token", /state=expiring(?!.*expiring_within_days)/],
    ["Expires within 30 days", "2 tokens", /expiring_within_days=30/],
    ["Expires within 90 days", "3 tokens", /expiring_within_days=90/],
    ["Unused for 30 days", "0 tokens", /unused_for_days=30/],
    ["Unused for 180 days", "0 tokens", /unused_for_days=180/],
    ["Active", "4 tokens", /state=active(?!.*_days)/],
    ["Expires within 30 days", "2 tokens", /expiring_within_days=30/],
  ] as const) {
    await option(page, label).check();
    await expect(page).toHaveURL(search);
    await expect(count(page, found)).toBeVisible();
  }
  await page.reload();
  await expect(count(page, "2 tokens")).toBeVisible();
  await filters(page).click();
  await expect(option(page, "Expires within 30 days")).toBeChecked();
  await expectAccessible(page, "the days of a filter");
});

test("the days are chosen by keyboard, and a filter with days is one filter that Reset removes", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/tokens?state=expiring&expiring_within_days=30");
  await expect(filters(page)).toHaveText("Filters (1)");
  // A press does not wait, as a click does, for the page to be interactive.
  await expect(filters(page)).toBeEnabled();
  await filters(page).press("Enter");
  // The open box takes the focus first, from whatever has it then.
  await expect(page.getByRole("dialog", { name: "Filters" }).locator(":focus")).toBeVisible();
  await option(page, "Expires within 30 days").press("ArrowDown");
  await expect(option(page, "Expires within 90 days")).toBeChecked();
  await expect(page).toHaveURL(/expiring_within_days=90/);
  await page.keyboard.press("Escape");
  await page.getByTestId("reset-filters-and-search").click();
  await expect(page).toHaveURL(/\/team\/tokens$/);
});

test("a link with other days shows its filter; one that the API refuses shows the whole list", async ({
  ownerPage: page,
}) => {
  for (const [search, label] of [
    ["state=expiring&expiring_within_days=45", "Expires within 45 days"],
    ["state=unused&unused_for_days=400", "Unused for 400 days"],
    ["state=unused&unused_for_days=nonsense", "Unused for 90 days"],
    ["state=expiring", "Expires within 14 days"],
  ] as const) {
    await page.goto(`/team/tokens?${search}`);
    await filters(page).click();
    await expect(option(page, label)).toBeChecked();
  }
});
