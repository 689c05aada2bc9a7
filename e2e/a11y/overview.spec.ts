import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on the overview", async ({ ownerPage: page }) => {
  await page.goto("/overview");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  await page.getByText("Calls per day as a table").click();
  await expectAccessible(page, "overview");
});
