import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("a token is created with chosen rights, and the API refuses the others by name", async ({
  ownerPage: page,
  owner,
  roost,
  api,
}) => {
  const user = { name: "scoped", role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token: owner.token, body: user });
  await page.goto(`/team/service-users/${made.id}`);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("reader");
  await page.getByTestId("change-scopes").click();
  await page.getByRole("radio", { name: /^Custom/ }).check({ force: true });
  for (const module of ["Peers", "Groups"]) {
    const levels = page.getByRole("group", { name: module, exact: true });
    await levels.getByRole("radio", { name: "None" }).focus();
    await page.keyboard.press("ArrowRight");
    await expect(levels.getByRole("radio", { name: "Read" })).toBeChecked();
  }
  const sentence = page.getByTestId("scope-sentence");
  await expect(sentence).toContainText("Reads peers and groups. Cannot change anything.");
  await expect(page.getByRole("status").filter({ hasText: "Reads peers" })).toBeAttached();
  await expectAccessible(page, "the choice of rights");
  await page.getByTestId("create-access-token").click();
  const shown = page.getByRole("dialog");
  await expect(shown).toContainText("Reads peers and groups. Cannot change anything.");
  await shown.getByText("Compare with the role").click();
  await expectAccessible(page, "a new token's rights");
  const secret = await shown.locator("code").first().textContent();
  const token = roost.remember(secret?.trim() ?? "");
  await page.getByTestId("access-token-copy-close").click();
  expect((await api("GET", "/api/groups", { token })).status).toBe(200);
  const refused = await api("POST", "/api/groups", { token, body: { name: "not made" } });
  expect(refused.status).toBe(403);
  expect(refused.headers.get("www-authenticate")).toContain('scope="groups:create"');
  await page.getByTestId("access-token-usage").first().click();
  await page.getByRole("dialog").getByText("Compare with the role").click();
  const row = page.getByTestId("rights-table").getByRole("row").filter({ hasText: "Groups" });
  await expect(row).toContainText("not in its scopes");
  await expectAccessible(page, "a token's rights");
});
