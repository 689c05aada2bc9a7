import { expectAccessible } from "../fixtures/axe.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

test("axe finds nothing on the sign-in, on service users and on the popup of a token", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const made = await api("POST", "/api/users", {
    token: owner.token,
    body: { name: "axe service", role: "user", is_service_user: true },
  });
  await api("POST", `/api/users/${made.body.id}/tokens`, {
    token: owner.token,
    body: { name: "expires soon", expires_in: 3 },
  });
  await page.goto("/sign-in");
  await expectAccessible(page, "sign-in");
  await signInWithoutForm(page, roost, OWNER);
  await page.goto("/team/service-users");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page, "service users");
  await page.goto(`/team/service-users/${made.body.id}`);
  await page.getByTestId("access-token-open-modal").click();
  await expectAccessible(page, "create access token");
});
