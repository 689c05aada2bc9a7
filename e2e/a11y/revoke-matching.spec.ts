import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on a revocation by conditions, which works by keyboard", async ({
  ownerPage: page,
  owner: { token },
  api,
}) => {
  const user = { name: "axe revoked", role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  for (const name of ["axe first", "axe second"]) {
    await api("POST", `/api/users/${made.id}/tokens`, { token, body: { name, expires_in: 30 } });
  }
  await page.goto("/team/tokens?search=axe%20revoked");
  const opener = page.getByTestId("revoke-matching");
  await expect(opener).toBeEnabled();
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("preview-matching")).toBeVisible();
  await page.getByTestId("matching-used_from").fill("10.0.0.1/8");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("matching-used_from")).toBeFocused();
  await expectAccessible(page, "conditions with an error");
  await page.getByTestId("matching-used_from").fill("");
  await page.getByTestId("matching-owner").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("axe revoked");
  await expect(page.getByRole("option", { name: "axe revoked" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("matching-owner")).toHaveText("axe revoked");
  await page.getByTestId("preview-matching").focus();
  await page.keyboard.press("Enter");
  const start = page.getByRole("button", { name: "Revoke 2 access tokens" });
  await expect(start).toBeVisible();
  await expectAccessible(page, "preview of a revocation");
  await start.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("revocation-report")).toContainText("2 access tokens revoked.");
  await expectAccessible(page, "report of a revocation");
  await page.keyboard.press("Enter");
  await expect(opener).toBeFocused();
  await expect(page.getByText("axe first")).toHaveCount(0);
});
