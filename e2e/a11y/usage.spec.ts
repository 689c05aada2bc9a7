import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on a token's use and on what asks before it is lost", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const name = "axe use";
  const service = { name, role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: service });
  const body = { name: `${name} ${"long ".repeat(20)}`, expires_in: 30 };
  const { body: used } = await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  await api("GET", "/api/users", { token: used.plain_token });
  await page.goto(`/team/service-users/${made.id}`);
  await page.getByTestId("access-token-usage").click();
  await page.getByText("Calls per day as a table").click();
  await expect(page.getByRole("dialog").getByRole("row").last()).toBeVisible();
  await expectAccessible(page, "use");
  await page.keyboard.press("Escape");
  await page.getByTestId("access-token-delete").click();
  await expect(page.getByTestId("token-use")).toContainText("1 call");
  await expectAccessible(page, "revoke access token");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete service user" }).click();
  await page.getByText("Operations").click();
  await expectAccessible(page, "delete service user");
  await page.goto(`/team/tokens?search=${encodeURIComponent(name)}`);
  await page.getByRole("checkbox", { name: /^Select access token/ }).check();
  await page.getByTestId("revoke-selected").click();
  await page.getByText("Operations").click();
  await expect(page.getByRole("alertdialog")).toContainText("List users");
  await expectAccessible(page, "revoke tokens");
});
