import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on rows that offer a rotation, on its popup and on blocked owners' tokens", async ({
  ownerPage: page,
  owner: { token },
  api,
}) => {
  const user = { name: "axe rotation", role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  for (const expires_in of [3, 200]) {
    const body = { name: `axe rotation ${expires_in}`, expires_in };
    await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  }
  const at = `/team/service-users/${made.id}`;
  const list = "/team/tokens?search=axe%20rotation";
  for (const path of [list, at]) {
    await page.goto(path);
    const due = page.getByTestId("access-token-rotate").filter({ hasText: "Rotate" });
    await expect(due).toHaveCount(1);
    await expectAccessible(page, path);
    await page.setViewportSize({ width: 320, height: 760 });
    const [button, card] = await Promise.all([
      due.boundingBox(),
      page.getByRole("row").filter({ has: due }).boundingBox(),
    ]);
    const end = (box: typeof button) => (box ? box.x + box.width : Number.NaN);
    expect(end(button), "the button stays in its card").toBeLessThan(end(card));
    await page.setViewportSize({ width: 1280, height: 760 });
  }
  await page.getByTestId("access-token-rotate").first().click();
  await expect(page.getByRole("dialog", { name: /^Rotate access token/ })).toBeVisible();
  await expectAccessible(page, "rotate");
  await page.getByRole("radio", { name: /^Immediately/ }).check();
  await expect(page.getByTestId("token-use")).toBeVisible();
  await expectAccessible(page, "rotate at once");
  await page.keyboard.press("Escape");
  await page.getByTestId("access-token-actions").first().click();
  await expectAccessible(page, "actions of a token");
  await page.getByTestId("switch-access-token").click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "disable");
  await page.keyboard.press("Escape");
  const body = { role: "admin", is_blocked: true, auto_groups: [] };
  await api("PUT", `/api/users/${made.id}`, { token, body });
  await page.goto(list);
  await expect(page.getByText("Owner blocked")).toHaveCount(2);
  await expectAccessible(page, "tokens of a blocked owner");
});
