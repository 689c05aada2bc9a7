import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("the command palette and the shortcuts are accessible (B10, B13)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const name = `Heron of a rather long name ${"indeed ".repeat(20)}`;
  const body = { name, role: "network_admin", is_service_user: true };
  const { body: user } = await api("POST", "/api/users", { token, body });
  const wanted = { name: `Heron's token ${"long ".repeat(30)}`, expires_in: 9 };
  await api("POST", `/api/users/${user.id}/tokens`, { token, body: wanted });
  await page.goto("/team/users");
  await page.getByTestId("open-command-palette").click();
  const field = page.getByTestId("command-palette-input");
  await expect(field).toBeFocused();
  await expectAccessible(page, "palette");
  await field.fill("heron");
  await expect(page.getByRole("option", { name: /^Heron's token/ }).first()).toBeVisible();
  await expectAccessible(page, "results");
  await field.fill("nothing has this name");
  await expect(page.getByRole("status").first()).toContainText("No results");
  await expectAccessible(page, "nothing found");
  await field.fill("nbi_AbCdEfGhIjklmnopqrstuvwxyz0123456789");
  await expectAccessible(page, "an invite's text");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectAccessible(page, "shortcuts");
});
