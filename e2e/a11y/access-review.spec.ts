import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("the access review, its menu and its question are clean and no wider than the window", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const names = ["axe review one", "axe review two"];
  for (const name of names) {
    const body = { name, role: "admin", is_service_user: true, description: "Reviewed by axe" };
    const made = await api("POST", "/api/users", { token, body: { ...body, contact: owner.id } });
    const created = { name, expires_in: 30 };
    await api("POST", `/api/users/${made.body.id}/tokens`, { token, body: created });
  }
  await page.goto("/team/access-review?search=axe%20review&sort=name");
  await expect(page.getByTestId("unused-sensitive")).toHaveCount(names.length);
  await expectAccessible(page, "access review");
  await page.getByTestId("review-actions").first().press("Enter");
  await expect(page.getByRole("menuitem", { name: "Narrow access tokens" })).toBeFocused();
  await expectAccessible(page, "menu of a row");
  await page.getByRole("menuitem", { name: "Block" }).press("Enter");
  await expectAccessible(page, "question before a block");
  await page.keyboard.press("Escape");
  await page.getByTestId("confirm-review").first().press("Enter");
  await expect(page.getByTestId("confirm-review").last()).toBeFocused();
  await page.goto("/team/access-review?search=nothing%20here");
  await expectAccessible(page, "access review without a match");
});
