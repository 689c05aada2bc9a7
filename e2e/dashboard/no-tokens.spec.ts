import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ installation: "no tokens at all" });

test("Team → Tokens leads to the revoked ones also while there is none", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const path = `/api/users/${owner.id}/tokens`;
  const { body: made } = await api("GET", path, { token: owner.token });
  await api("DELETE", `${path}/${made[0].id}`, { token: owner.token });
  await page.goto("/team/tokens");
  await expect(page.getByText("No access tokens yet")).toBeVisible();
  await expectAccessible(page, "no tokens");
  await page.getByRole("link", { name: "Revoked tokens" }).click();
  await expect(page).toHaveURL(/activity_code=personal\.access\.token\.delete/);
  await expect(page.getByRole("row").filter({ hasText: "revoked access token" })).toHaveCount(1);
});
