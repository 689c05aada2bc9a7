import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on the overview", async ({ ownerPage: page, owner, api }) => {
  await page.goto("/overview");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  await expectAccessible(page, "overview");
  await api("GET", "/api/groups", { token: owner.token });
  const table = page.getByText("Calls per day as a table");
  // That call is written soon after.
  await expect(async () => {
    await page.reload();
    await expect(table).toBeVisible({ timeout: 1 });
  }).toPass();
  await table.click();
  await expectAccessible(page, "overview with calls");
});
