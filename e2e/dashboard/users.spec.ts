import type { Page } from "@playwright/test";
import { createPerson, letWait, signInPerson } from "../fixtures/people.ts";
import { expect, type Roost, signInWithoutForm, test } from "../fixtures/test.ts";

const rowOf = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

async function shownLink(page: Page, roost: Roost): Promise<string> {
  const text = page.getByText(/\/invite\/nbi_[0-9A-Za-z]{36}$/);
  const link = (await text.textContent()) ?? "";
  roost.remember(link.slice(link.indexOf("nbi_")));
  return link;
}

async function fillInvite(page: Page, name: string, email: string): Promise<void> {
  await page.getByTestId("open-invite-user-modal").click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Email", { exact: true }).fill(email);
}

test("an invite's link is shown once, guarded until copied, replaced by a resend, and ends with the invite", async ({
  ownerPage: page,
  roost,
  api,
}) => {
  await page.goto("/team/users");
  await fillInvite(page, "Invited Person", "invited@example.test");
  await page.getByRole("button", { name: "Create invite link" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite link created" });
  const link = await shownLink(page, roost);
  expect(link).toContain(`${roost.url}/invite/nbi_`);
  await expect(dialog).toContainText("Expires in 3 days");
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  expect(await page.content()).not.toContain(link);

  await page.goto("/team/users?view=invites");
  const row = rowOf(page, "invited@example.test");
  await expect(row.getByTestId("invite-name-cell")).toContainText("Invited Person");
  await expect(row.locator('[data-cy="invite-status-cell"]')).toContainText("Invited");
  await row.locator('[data-cy="regenerate-invite"]').click();
  await page.getByTestId("confirmation.confirm").click();
  const resent = await shownLink(page, roost);
  expect(resent).not.toBe(link);
  const statusOf = async (text: string) =>
    (await api("GET", `/api/users/invites/${text.slice(text.indexOf("nbi_"))}`)).status;
  expect(await statusOf(link)).toBe(404);
  expect(await statusOf(resent)).toBe(200);
  await dialog.getByRole("button", { name: "Close" }).click();

  await row.locator('[data-cy="delete-invite"]').click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(row).toBeHidden();
  await page.reload();
  await expect(page.getByRole("link", { name: /^Pending invites/ })).toBeVisible();
  await expect(row).toBeHidden();
  expect(await statusOf(resent)).toBe(404);
});

test("a person created with a password has to change the one that is shown once", async ({
  ownerPage: page,
  roost,
  browser,
}) => {
  await page.goto("/team/users");
  await fillInvite(page, "With Password", "with.password@example.test");
  await page.getByRole("radio", { name: /Generated password/ }).check();
  await expect(page.getByLabel("Expiration (days)")).toBeHidden();
  await page.getByRole("button", { name: "Create user" }).click();
  const dialog = page.getByRole("dialog", { name: "User created" });
  const password = roost.remember((await dialog.locator("code").first().textContent()) ?? "");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(rowOf(page, "with.password@example.test")).toBeVisible();
  expect(await page.content()).not.toContain(password);
  await expect(rowOf(page, "with.password@example.test")).toContainText("Password not changed yet");
  const theirs = await (await browser.newContext({ baseURL: roost.url })).newPage();
  await signInWithoutForm(theirs, roost, { email: "with.password@example.test", password });
  await theirs.goto("/");
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Change your password");
  await theirs.context().close();
});

test("wrong fields of an invite are shown at the fields before a request (B6, B18)", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/users");
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/api/users")) sent += 1;
  });
  await fillInvite(page, "   ", "no-address");
  await page.getByLabel("Expiration (days)").fill("0");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Name can't be blank.")).toBeVisible();
  await expect(page.getByText("Invalid email format: the @ is missing.")).toBeVisible();
  await expect(page.getByText("Enter a whole number of days from 1 to 365.")).toBeVisible();
  await page.getByLabel("Expiration (days)").fill("");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Enter a whole number of days from 1 to 365.")).toBeVisible();
  expect(sent).toBe(0);
});

test("a double press invites once, and a taken email is shown at its field (B5)", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  await page.goto("/team/users");
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await fillInvite(page, "Once", "once@example.test");
  await page.getByRole("button", { name: "Create invite link" }).dblclick();
  await shownLink(page, roost);
  expect(sent, "the email alone would keep a second one away").toHaveLength(1);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  const { body } = await api("GET", "/api/users/invites?search=once@", { token: owner.token });
  expect(body).toHaveLength(1);
  await fillInvite(page, "Twice", "once@example.test");
  await page.getByRole("button", { name: "Create invite link" }).click();
  await expect(page.getByText("Invite already exists for this email.").first()).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByTestId("notification-title")).toHaveText(
    "Request failed with status code 409",
  );
});

test("users pending approval are approved or rejected in the list", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const wanted = await createPerson(api, owner.token, "user", "Wanted");
  const unwanted = await createPerson(api, owner.token, "user", "Unwelcome");
  for (const { id } of [wanted, unwanted]) letWait(roost, id);
  await page.goto("/team/users");
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page).toHaveURL(/status=pending/);
  await expect(rowOf(page, "Wanted").getByTestId("user-status-cell")).toContainText("Pending");
  await rowOf(page, "Wanted").locator('[data-cy="approve-user"]').click();
  await expect(rowOf(page, "Wanted")).toBeHidden();
  await rowOf(page, "Unwelcome").locator('[data-cy="reject-user"]').click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(rowOf(page, "Unwelcome")).toBeHidden();
  const get = (id: string) => api("GET", `/api/users/${id}`, { token: owner.token });
  expect((await get(wanted.id)).body).toMatchObject({ is_blocked: false, pending_approval: false });
  expect((await get(unwanted.id)).status).toBe(404);
});

test("blocking from a list read long ago puts nothing else back (B17)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const person = await createPerson(api, token, "user", "Stale Row");
  const group = await api("POST", "/api/groups", { token, body: { name: "given meanwhile" } });
  await page.goto("/team/users?search=stale");
  const changed = { role: "auditor", auto_groups: [group.body.id], is_blocked: false };
  await api("PUT", `/api/users/${person.id}`, { token, body: changed });
  await rowOf(page, "Stale Row").getByTestId("user-actions").click();
  await page.locator('[data-cy="block-user"]').click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(rowOf(page, "Stale Row").getByTestId("user-status-cell")).toContainText("Blocked");
  const { body } = await api("GET", `/api/users/${person.id}`, { token });
  expect(body).toMatchObject({ ...changed, is_blocked: true });
});

test("a failed change is shown as a failure and never as done (B8)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await createPerson(api, owner.token, "user", "Unlucky");
  await page.goto("/team/users?search=unlucky");
  await page.route("**/api/users/*", async (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    await route.fulfill({
      status: 503,
      headers: { "x-request-id": "req-503" },
      json: { message: "no time", code: 503 },
    });
  });
  await rowOf(page, "Unlucky").getByTestId("user-actions").click();
  await page.locator('[data-cy="block-user"]').click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page.getByTestId("notification-title")).toHaveText(
    "Request failed with status code 503",
  );
  await expect(page.getByTestId("notification-request-id")).toHaveText("req-503");
  await expect(page.getByRole("alertdialog")).toBeVisible();
});

test("why one cannot block or delete is said in the menu, reachable by keyboard (B11)", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/users?search=first+owner");
  const actions = page.getByTestId("user-actions");
  await expect(actions).toBeEnabled();
  await actions.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: /Block/ })).toContainText("block yourself");
  const deletion = page.getByTestId("delete-user");
  await expect(deletion).toContainText("You cannot delete your own account.");
  await page.keyboard.press("End");
  await expect(deletion).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("user-actions")).toBeFocused();
});

test("a role of two words finds its people, and search, filter and order live in the address (B12, B20)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const group = await api("POST", "/api/groups", { token, body: { name: "filtered" } });
  const person = await createPerson(api, token, "network_admin", "Net Worker");
  const body = { role: "network_admin", auto_groups: [group.body.id], is_blocked: false };
  await api("PUT", `/api/users/${person.id}`, { token, body });
  await createPerson(api, token, "network_admin", "Another One");
  await page.goto("/team/users");
  await page.getByTestId("table-search-input").fill("network admin");
  // Other tests of this installation may have made network admins of their own.
  const rows = page.getByRole("row").filter({ has: page.getByTestId("user-name-cell") });
  await expect(rows.filter({ hasNotText: "Network Admin" })).toHaveCount(0);
  for (const name of ["Net Worker", "Another One"]) {
    await expect(rows.filter({ hasText: name })).toHaveCount(1);
  }
  await page.getByTestId("table-filters-button").click();
  const groups = page.getByTestId("table-filter-group_names_filter");
  // Of more than a hundred groups, which other tests may have made, some are only found.
  const search = page.getByTestId("table-filter-group_names_filter-search");
  if (await search.isVisible()) await search.fill("filtered");
  await groups.getByTestId("radio-option-filtered").click();
  await expect(page.getByTestId("user-name-cell")).toHaveCount(1);
  await page.keyboard.press("Escape");
  const heading = page.getByRole("columnheader", { name: "Name" });
  await heading.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await expect(page).toHaveURL(new RegExp(`group_id=${group.body.id}`));
  await expect(page).toHaveURL(/sort=name/);
  await page.reload();
  await expect(page.getByTestId("user-name-cell")).toContainText("Net Worker");
  await expect(page.getByTestId("table-search-input")).toHaveValue("network admin");
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await page.goto("/team/users", { waitUntil: "networkidle" });
  await expect(page.getByTestId("table-search-input")).toHaveValue("");
  await expect(page, "nothing but the address narrows").toHaveURL(/\/team\/users$/);
});

test("without users.read the page says so instead of showing an empty list (B1)", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "Only Own");
  await signInPerson(page, roost, person);
  for (const path of ["/team/users", "/team/users?view=invites", "/team/service-users"]) {
    await page.goto(path);
    await expect(page.getByText("You don't have access to this page")).toBeVisible();
  }
});

test("a service user is renamed, blocked and deleted from its row, with the last use of its tokens", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const body = { name: "old name", role: "user", is_service_user: true };
  const made = await api("POST", "/api/users", { token, body });
  const tokens = `/api/users/${made.body.id}/tokens`;
  const used = await api("POST", tokens, { token, body: { name: "used one", expires_in: 9 } });
  await api("POST", tokens, { token, body: { name: "idle one", expires_in: 9 } });
  await api("GET", "/api/users", { token: used.body.plain_token });
  await page.goto("/team/service-users");
  const row = (name: string) => rowOf(page, name);

  await row("old name").getByTestId("user-actions").click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  const rename = page.getByRole("dialog", { name: "Rename service user old name" });
  await rename.getByLabel("Name").fill("  ");
  await page.keyboard.press("Enter");
  await expect(rename.getByText("Name can't be blank.")).toBeVisible();
  await rename.getByLabel("Name").fill("new name ");
  await page.keyboard.press("Enter");
  await expect(rename).toBeHidden();
  await expect(row("new name").getByTestId("user-actions")).toBeFocused();

  await row("new name").getByTestId("user-actions").click();
  await page.locator('[data-cy="block-user"]').click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(row("new name").getByTestId("user-status-cell")).toContainText("Blocked");
  expect((await api("GET", "/api/users", { token: used.body.plain_token })).status).toBe(403);

  await row("new name").getByTestId("user-actions").click();
  await page.locator('[data-cy="unblock-user"]').click();
  await expect(page.getByRole("alertdialog")).toContainText("Its access tokens work again");
  await page.getByTestId("confirmation.confirm").click();
  await expect(row("new name").getByTestId("user-status-cell")).toContainText("Active");
  expect((await api("GET", "/api/users", { token: used.body.plain_token })).status).toBe(200);

  await row("new name").getByTestId("user-actions").click();
  await page.getByTestId("delete-user").click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("listitem").filter({ hasText: "used one" })).toContainText(
    "from 127.0.0.1",
  );
  await expect(question.getByRole("listitem").filter({ hasText: "idle one" })).toContainText(
    "Never used",
  );
  await page.getByTestId("confirmation.confirm").click();
  await expect(row("new name")).toBeHidden();
});
