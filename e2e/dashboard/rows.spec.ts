import { createPerson } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("a press anywhere in a row opens it, in a new tab with Ctrl or the middle button; what else is in it keeps its own use", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "auditor", "Row Person");
  const path = `/team/users/${person.id}`;
  await page.goto("/team/users");
  const row = page.getByRole("row").filter({ hasText: "Row Person" });
  const role = row.getByText("Auditor", { exact: true });
  const at = await role.boundingBox();
  const [x, y] = [(at?.x ?? 0) + 5, (at?.y ?? 0) + 5];
  for (const open of [
    () => page.mouse.click(x, y, { button: "middle" }),
    async () => {
      await page.keyboard.down("Control");
      await page.mouse.click(x, y);
      await page.keyboard.up("Control");
    },
  ]) {
    const opened = page.context().waitForEvent("page");
    await open();
    const tab = await opened;
    await expect(tab).toHaveURL(new RegExp(`${path}$`));
    await tab.close();
  }
  await row.getByText(person.email).dblclick();
  expect(await page.evaluate(() => getSelection()?.toString())).not.toBe("");
  await row.getByRole("button", { name: /Actions/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  // Its code may still be loading, and the key would close nothing.
  await expect(page.getByRole("dialog", { name: "Rename user Row Person" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/team\/users$/);
  await page.mouse.click(x, y);
  await expect(page).toHaveURL(new RegExp(`${path}$`));

  await page.goto("/team/tokens");
  const token = page.getByRole("row").nth(1);
  await token.getByRole("checkbox").check();
  await expect(token.getByRole("checkbox")).toBeChecked();
  await page.getByRole("button", { name: "Clear selection" }).click();
  await expect(page.getByTestId("revoke-selected")).toBeFocused();
  await token.getByRole("button", { name: /Copy fingerprint/ }).click();
  await expect(page).toHaveURL(/\/team\/tokens$/);
  const ownerPath = await token.locator("a[data-row-link]").getAttribute("href");
  await token.getByText("Active").click({ force: true });
  await expect(page).toHaveURL(new RegExp(`${ownerPath}$`));
});

test("a list is narrowed to a group beyond the first hundred by a search for it", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  for (let at = 0; at < 100; at += 1) {
    await api("POST", "/api/groups", { token, body: { name: `a group ${at}` } });
  }
  const last = await api("POST", "/api/groups", { token, body: { name: "zz the last" } });
  const body = { name: "in it", role: "user", is_service_user: true };
  await api("POST", "/api/users", { token, body: { ...body, auto_groups: [last.body.id] } });
  await api("POST", "/api/users", { token, body: { ...body, name: "outside" } });
  await page.goto("/team/service-users");
  await page.getByTestId("table-filters-button").click();
  await page.getByTestId("table-filter-group_names_filter-search").fill("THE LAST");
  await page.getByRole("radio", { name: "zz the last" }).check();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.reload();
  await page.getByTestId("table-filters-button").click();
  await expect(page.getByRole("radio", { name: "zz the last" })).toBeChecked();
});
