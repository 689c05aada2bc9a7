import type { Page } from "@playwright/test";
import { pageOf } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
const openMenu = (page: Page, name: string) =>
  page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();

test("a group is created, renamed and deleted, with what it holds kept on renaming (B17)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const given = { token: owner.token };
  await page.goto("/team/groups");
  await page.getByTestId("open-create-group").click();
  await expect(page.getByRole("dialog", { name: "Create group" })).toBeVisible();
  await page.getByTestId("group-name-input").fill("  Devs ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByTestId("open-create-group")).toBeFocused();
  await expect(rowOf(page, "Devs")).toBeVisible();

  const [made] = (await api("GET", "/api/groups?name=Devs", given)).body;
  const held = { name: "Devs", peers: ["p1", "p2"], resources: [{ id: "r1", type: "host" }] };
  await api("PUT", `/api/groups/${made.id}`, { ...given, body: held });
  await openMenu(page, "Devs");
  await page.getByRole("menuitem", { name: "Rename group" }).click();
  await expect(page.getByRole("dialog", { name: "Rename group Devs" })).toBeVisible();
  await page.getByTestId("group-name-input").fill("Developers");
  await page.getByTestId("rename-group").click();
  await expect(rowOf(page, "Developers")).toContainText("2");
  const after = (await api("GET", `/api/groups/${made.id}`, given)).body;
  expect(after).toMatchObject({ name: "Developers", peers_count: 2, resources_count: 1 });

  await openMenu(page, "Developers");
  await page.getByRole("menuitem", { name: "Delete group" }).click();
  await expect(page.getByRole("alertdialog", { name: "Delete group Developers?" })).toContainText(
    "2 peers and 1 resource no longer belong to it",
  );
  await page.getByTestId("confirmation.confirm").click();
  await expect(rowOf(page, "Developers")).toHaveCount(0);
  await expect(page.getByTestId("notification-title").last()).toHaveText(
    "Group Developers deleted",
  );
  expect((await api("GET", `/api/groups/${made.id}`, given)).status).toBe(404);
});

test("the users of a group are listed and linked before it is deleted", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const given = { token: owner.token };
  const group = (await api("POST", "/api/groups", { ...given, body: { name: "Held" } })).body;
  for (const name of ["holder-one", "holder-two"]) {
    const body = { name, role: "user", is_service_user: true, auto_groups: [group.id] };
    await api("POST", "/api/users", { ...given, body });
  }
  await page.goto("/team/groups?search=held");
  await openMenu(page, "Held");
  const entry = page.getByRole("menuitem", { name: "Delete group" });
  await expect(entry).toHaveAttribute("aria-disabled", "true");
  await expect(entry).toContainText("In use by holder-one and holder-two");
  // It is refused, but not out of reach.
  await entry.click({ force: true });
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "2 service users with the group Held" }).click();
  await expect(page).toHaveURL(new RegExp(`/team/service-users\\?group_id=${group.id}$`));
  await expect(page.getByTestId("user-name-cell")).toHaveText(["holder-two", "holder-one"]);
});

test("a group that got a user in the meantime stays, and the server's reason is shown (B8)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const given = { token: owner.token };
  const group = (await api("POST", "/api/groups", { ...given, body: { name: "Raced" } })).body;
  await page.goto("/team/groups?search=raced");
  await openMenu(page, "Raced");
  await page.getByRole("menuitem", { name: "Delete group" }).click();
  const body = { name: "racer", role: "user", is_service_user: true, auto_groups: [group.id] };
  await api("POST", "/api/users", { ...given, body });
  await page.getByTestId("confirmation.confirm").click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("alert")).toContainText("In use by racer");
  await expect(page.getByTestId("notification-title")).toHaveText(
    "Request failed with status code 400",
  );
  await expect(page.getByTestId("notification-request-id")).toBeVisible();
  await page.getByTestId("confirmation.cancel").click();
  await expect(rowOf(page, "Raced")).toBeVisible();
});

test("the group All cannot be changed, and says why", async ({ ownerPage: page }) => {
  await page.goto("/team/groups?search=all");
  await openMenu(page, "All");
  await expect(page.getByRole("menuitem", { name: "Rename group" })).toContainText(
    "cannot be renamed",
  );
  const entry = page.getByRole("menuitem", { name: "Delete group" });
  await expect(entry).toContainText("is built in and cannot be deleted");
  await entry.focus();
  await expect(entry).toBeFocused();
});

test("a name that is blank or taken is refused at the field, and two presses make one (B5, B18)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  await page.goto("/team/groups");
  await page.getByTestId("open-create-group").click();
  const input = page.getByTestId("group-name-input");
  await input.fill("   ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toHaveText("Name can't be blank.");
  await expect(input).toHaveAttribute("aria-invalid", "true");
  await input.fill("All");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toHaveText(
    "Group with name all already exists.",
  );
  await input.fill("Once");
  await page.getByTestId("create-group").dblclick();
  await expect(page.getByRole("dialog")).toBeHidden();
  const named = await api("GET", "/api/groups", { token: owner.token });
  expect(named.body.filter(({ name }: { name: string }) => name === "Once")).toHaveLength(1);
});

test("search and order are in the address, the order by a button that says which way (B11, B12, B20)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  for (const name of ["sorted b", "Sorted A", "sorted c"]) {
    await api("POST", "/api/groups", { token: owner.token, body: { name } });
  }
  await page.goto("/team/groups");
  await page.getByTestId("table-search-input").fill("SORTED ");
  await expect(page).toHaveURL(/search=SORTED/);
  const names = page.getByRole("row").getByText(/^sorted /i);
  await expect(names).toHaveText(["Sorted A", "sorted b", "sorted c"]);
  const heading = page.getByRole("columnheader", { name: "Name" });
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await expect(heading.getByRole("button")).toBeEnabled();
  await heading.getByRole("button").press("Enter");
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=-name/);
  await page.reload();
  await expect(names).toHaveText(["sorted c", "sorted b", "Sorted A"]);
  await page.getByTestId("table-search-input").fill("no group is called so");
  await expect(page.getByText("No group matches")).toBeVisible();
});

test("an auditor reads groups and sees why editing is disabled; a network admin edits them (B1, B2)", async ({
  browser,
  roost,
  api,
  owner,
}) => {
  const pageAs = async (role: string) => {
    const email = `groups-${role}@example.test`;
    const body = { name: role, email, role, auto_groups: [], is_service_user: false };
    const { password } = (await api("POST", "/api/users", { token: owner.token, body })).body;
    const page = await pageOf(browser, roost, { email, password });
    await page.goto("/team/groups");
    return page;
  };
  const auditor = await pageAs("auditor");
  await expect(auditor.getByTestId("open-create-group")).toHaveAccessibleDescription(
    "Your role does not allow this.",
  );
  await openMenu(auditor, "All");
  await auditor.context().close();

  const networkAdmin = await pageAs("network_admin");
  await networkAdmin.getByTestId("open-create-group").click();
  await networkAdmin.getByTestId("group-name-input").fill("By a network admin");
  await networkAdmin.keyboard.press("Enter");
  await expect(rowOf(networkAdmin, "By a network admin")).toBeVisible();
  await networkAdmin.context().close();

  const user = await pageAs("user");
  await expect(user.getByText("Your role does not allow this.")).toBeVisible();
  await expect(user.getByText("No group matches")).toBeHidden();
  await user.context().close();
});
