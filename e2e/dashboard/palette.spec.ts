import { field, open, opener, openPalette, palette, serviceUser } from "../fixtures/palette.ts";
import { expect, test } from "../fixtures/test.ts";

const POPUPS = [
  ["create serv", "Create service user", "/team/service-users", "open-service-user-modal"],
  ["invite user", "Invite user", "/team/users", "open-invite-user-modal"],
  ["create group", "Create group", "/team/groups", "open-create-group"],
  ["personal", "Create access token", /\/team\/users\/[^/?]+$/, "access-token-open-modal"],
] as const;

for (const [typed, title, path, button] of POPUPS) {
  test(`“${title}” opens its popup once, from another page and from the same`, async ({
    ownerPage: page,
  }) => {
    await open(page, "/activity");
    for (const from of ["another page", "the same"]) {
      await page.keyboard.press("Control+k");
      await expect(field(page)).toBeFocused();
      await page.keyboard.type(typed);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog", { name: title }), from).toBeVisible();
      await expect(page).toHaveURL(path);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      await expect(page.getByTestId(button)).toBeFocused();
      await page.reload();
      await expect(opener(page)).toBeEnabled();
      await expect(page.getByRole("dialog")).toBeHidden();
    }
  });
}

test("the palette switches the theme and gives the focus back", async ({ ownerPage: page }) => {
  await open(page, "/team/users");
  await page.getByTestId("table-filters-button").focus();
  for (const [typed, dark] of [
    ["dark", true],
    ["light", false],
    ["system theme", false],
  ] as const) {
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused();
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeHidden();
    await expect(page.locator("html")).toHaveClass(dark ? /dark/ : /^(?!.*dark)/);
    await expect(page.getByTestId("table-filters-button")).toBeFocused();
  }
});

test("signing out is an entry and has no shortcut (B15)", async ({ ownerPage: page }) => {
  await openPalette(page, "/team/users");
  await page.keyboard.type("sign out");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a page with unsaved changes asks before the palette leaves it", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const id = await serviceUser(api, owner.token, "unsaved in palette");
  await open(page, `/team/service-users/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("changed");
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("groups");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog", { name: "Discard unsaved changes?" })).toBeVisible();
  await page.getByTestId("confirmation.cancel").click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("changed");
});
