import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

// The first hundred groups are offered, and other tests create as many.
test.use({ installation: "protected-services" });

test("a service is created, gets a token, changes and is deleted with its token named", async ({
  ownerPage: page,
  owner,
  roost,
  api,
}) => {
  const group = await api("POST", "/api/groups", { token: owner.token, body: { name: "Writers" } });
  const machine = { name: "wiki bot", role: "user", is_service_user: true };
  const { body: bot } = await api("POST", "/api/users", { token: owner.token, body: machine });

  await page.goto("/overview");
  await page.getByRole("link", { name: "Protected services" }).click();
  await expect(page.getByText("No protected services yet")).toBeVisible();
  await expectAccessible(page, "no protected services");
  await page.getByTestId("open-create-service").click();
  const popup = page.getByRole("dialog", { name: "Create protected service" });
  await page.getByTestId("service-slug").fill("wiki");
  await page.getByTestId("service-description").fill("The team's wiki");
  await popup.getByRole("radio", { name: /Only some methods/ }).check();
  await popup.getByRole("checkbox", { name: "GET" }).check();
  await page.getByTestId("user-group-selector").click();
  await page.getByRole("option", { name: "Writers" }).click();
  await page.keyboard.press("Escape");
  await expectAccessible(page, "a new protected service");
  await page.getByTestId("save-service").click();
  const row = page.getByTestId("protected-service").filter({ hasText: "wiki" });
  await expect(row).toContainText("Everyone in Writers");
  await expectAccessible(page, "protected services");

  await page.goto(`/team/service-users/${bot.id}`);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("reads pages");
  await page.getByTestId("change-scopes").click();
  await page.getByRole("radio", { name: /^Custom/ }).check({ force: true });
  await page.getByRole("checkbox", { name: "Opens wiki" }).check();
  await expect(page.getByTestId("scope-sentence")).toContainText("Opens wiki.");
  await expectAccessible(page, "the services of a new token");
  await page.getByTestId("create-access-token").click();
  await expect(page.getByTestId("access-token-copy-close")).toBeVisible();
  const secret = await page.getByRole("dialog").locator("code").first().textContent();
  const token = roost.remember(secret?.trim() ?? "");
  await page.getByTestId("access-token-copy-close").click();
  const { body: own } = await api("GET", "/api/tokens/self", { token });
  expect(own.scopes).toEqual(["service:wiki"]);

  await page.goto("/team/protected-services");
  await row.getByTestId("service-actions").click();
  await page.getByRole("menuitem", { name: "Edit service" }).click();
  const edit = page.getByRole("dialog", { name: "Edit protected service wiki" });
  await edit.getByRole("button", { name: "Remove group Writers" }).click();
  await edit.getByRole("radio", { name: /Only some roles/ }).check();
  await edit.getByRole("checkbox", { name: "User", exact: true }).check();
  await page.getByTestId("save-service").click();
  await expect(row.getByRole("cell").nth(1)).toHaveText("User");
  expect((await api("DELETE", `/api/groups/${group.body.id}`, { token: owner.token })).status).toBe(
    200,
  );

  await row.getByTestId("service-actions").click();
  await page.getByRole("menuitem", { name: "Delete service" }).click();
  await expect(page.getByTestId("tokens-with-scope")).toContainText("reads pages of wiki bot");
  await expectAccessible(page, "the deletion of a protected service");
  await page.getByTestId("confirmation.confirm").click();
  await expect(page.getByText("No protected services yet")).toBeVisible();
  await page.goto("/activity");
  await expect(page.getByText("deleted protected service").first()).toBeVisible();
});
