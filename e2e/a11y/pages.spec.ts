import { expectAccessible } from "../fixtures/axe.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

test("axe finds nothing on any page or popup", async ({ page, roost, owner, api }) => {
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
  for (const path of ["/team/users", `/team/users/${owner.id}`, "/team/service-users"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, path);
  }
  await page.getByTestId("open-service-user-modal").click();
  await expectAccessible(page, "create service user");
  await page.keyboard.press("Escape");
  await page.goto(`/team/service-users/${made.body.id}`);
  await expectAccessible(page, "service user");
  await page.getByTestId("access-token-open-modal").click();
  await expectAccessible(page, "create access token");
  await page.getByTestId("access-token-name").fill("shown once");
  await page.getByTestId("create-access-token").click();
  const text = page.getByText(/^nbp_[0-9A-Za-z]{36}$/);
  roost.remember((await text.textContent()) ?? "");
  await expectAccessible(page, "plain token");
  await page.getByTestId("access-token-copy-close").click();
  await page.getByTestId("access-token-delete").first().click();
  await expectAccessible(page, "revoke access token");
});
