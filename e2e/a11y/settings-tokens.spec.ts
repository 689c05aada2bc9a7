import { expectAccessible } from "../fixtures/axe.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

test("axe finds nothing on invites, settings and tokens", async ({ page, roost, owner, api }) => {
  const { token } = owner;
  const name = "axe tokens";
  const email = "axe-invite@example.test";
  const service = { name, role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: service });
  for (const expires_in of [3, 200]) {
    const body = { name: `${name} ${"long ".repeat(20)}${expires_in}`, expires_in };
    await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  }
  const body = { name, email, role: "user" };
  const { body: invite } = await api("POST", "/api/users/invites", { token, body });
  await page.goto("/invite/nbi_malformed");
  await expectAccessible(page, "a malformed invite");
  await page.goto(`/invite/${invite.invite_token}`);
  await page.getByRole("button", { name: "Accept invite" }).click();
  await expect(page.getByText("Password is required.")).toBeVisible();
  await expectAccessible(page, "an invite with an error");
  await signInWithoutForm(page, roost, OWNER);
  await page.goto("/settings");
  await page.getByText("NetBird compatibility").click();
  await expectAccessible(page, "settings");
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByTestId("confirmation.confirm").click();
  await expectAccessible(page, "delete account");
  await page.goto("/settings?tab=authentication");
  await page.getByLabel("Maximum token lifetime (days)").fill("400");
  await page.getByTestId("save-changes").click();
  await expect(page.getByText("Enter a whole number from 1 to 365")).toBeVisible();
  await expectAccessible(page, "authentication with a wrong limit");
  for (const tab of ["permissions", "groups"]) {
    await page.goto(`/settings?tab=${tab}`);
    await expectAccessible(page, tab);
  }
  await page.getByRole("switch").click();
  await page.getByTestId("settings-tab-account").click();
  await expectAccessible(page, "leave without saving");
  await page.getByTestId("confirmation.confirm").click();
  await page.goto(`/team/tokens?search=${name}`);
  const boxes = page.getByRole("checkbox", { name: /^Select access token/ });
  await boxes.first().check();
  await expectAccessible(page, "tokens");
  await page.getByTestId("table-filters-button").click();
  await expectAccessible(page, "filters of the tokens");
});
