import type { Page } from "@playwright/test";
import { createPerson, markWeak, pageOf } from "../fixtures/people.ts";
import { removeFolder, startServer } from "../fixtures/server.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

const RULE = { role: "user", is_service_user: true };

async function chooseRole(page: Page, role: string): Promise<void> {
  await page.getByTestId("user-role-selector").click();
  await page
    .getByTestId("user-role-selector-item")
    .filter({ has: page.getByText(role, { exact: true }) })
    .click();
}

/** The bodies of the updates that a page sends from now on. */
function updatesOf(page: Page): unknown[] {
  const bodies: unknown[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT" && request.url().includes("/api/users/")) {
      bodies.push(request.postDataJSON());
    }
  });
  return bodies;
}

test("name, role, groups and block are saved together by one request and survive a reload", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "details" } });
  const group = await api("POST", "/api/groups", { token, body: { name: "known group" } });
  await page.goto(`/team/service-users/${made.body.id}`);
  await expect(page).toHaveTitle(/^details/);
  const updates = updatesOf(page);
  const save = page.getByTestId("save-changes");
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Name", { exact: true }).fill("renamed here ");
  await chooseRole(page, "Admin");
  await expect(page.getByText("Auto-assigned groups")).toBeVisible();
  await page.getByTestId("user-group-selector").click();
  await page.getByTestId("user-group-selector-search").fill("known group");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("user-group-selector-search")).toBeHidden();
  await page.getByRole("switch", { name: "Block service user" }).click();
  await save.dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("renamed here");
  const saved = { role: "admin", auto_groups: [group.body.id], is_blocked: true };
  expect(updates).toEqual([{ ...saved, name: "renamed here" }]);

  await page.reload();
  await expect(page).toHaveTitle(/^renamed here/);
  await expect(page.getByTestId("group-badge")).toHaveText("known group");
  await expect(page.getByRole("switch", { name: "Block service user" })).toBeChecked();
  await page.getByTestId("group-badge").click();
  await save.click();
  await expect(page.getByTestId("notification-title").first()).toHaveText("renamed here saved");
  const { body } = await api("GET", `/api/users/${made.body.id}`, { token });
  expect(body).toMatchObject({ ...saved, auto_groups: [], name: "renamed here" });
});

test("saving leaves what others changed meanwhile as they left it (B17)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "contended" } });
  const path = `/api/users/${made.body.id}`;
  const group = await api("POST", "/api/groups", { token, body: { name: "theirs" } });
  await page.goto(`/team/service-users/${made.body.id}`);
  await page.getByLabel("Name", { exact: true }).fill("mine");
  const theirs = { role: "auditor", auto_groups: [group.body.id], is_blocked: true };
  await api("PUT", path, { token, body: theirs });
  await page.getByTestId("save-changes").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("mine");
  expect((await api("GET", path, { token })).body).toMatchObject({ ...theirs, name: "mine" });
  await expect(page.getByTestId("user-role-selector")).toHaveText("Auditor");
  await expect(page.getByTestId("group-badge")).toHaveText("theirs");
});

test("what is changed while a save is under way is kept, and is still to be saved", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "saved late" } });
  await page.goto(`/team/service-users/${made.body.id}`);
  const answer = Promise.withResolvers<void>();
  await page.route(`**/api/users/${made.body.id}`, async (route) => {
    if (route.request().method() === "PUT") await answer.promise;
    await route.continue();
  });
  const name = page.getByLabel("Name", { exact: true });
  const save = page.getByTestId("save-changes");
  await name.fill("sent first");
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await save.click();
  await sent;
  await name.fill("typed meanwhile");
  answer.resolve();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("sent first");
  await expect(name).toHaveValue("typed meanwhile");
  await save.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("typed meanwhile");
  expect((await api("GET", `/api/users/${made.body.id}`, { token })).body.name).toBe(
    "typed meanwhile",
  );
  await expect(save).toHaveAttribute("aria-disabled", "true");
});

test("unsaved changes are asked about before a link, the back button or a reload (B17)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const body = { ...RULE, name: "unsaved" };
  const made = await api("POST", "/api/users", { token: owner.token, body });
  await page.goto("/team/service-users");
  await page.getByRole("link", { name: "unsaved", exact: true }).click();
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("not saved");
  const question = page.getByRole("alertdialog", { name: "Discard unsaved changes?" });
  await page.getByTestId("breadcrumb-item").click();
  await expect(question).toBeVisible();
  await page.getByTestId("confirmation.cancel").click();
  // Playwright's own ways back and to reload wait for a page that does not come.
  await page.evaluate(() => history.back());
  await expect(question).toBeVisible();
  await page.getByTestId("confirmation.cancel").click();
  await expect(name).toHaveValue("not saved");
  const asked = page.waitForEvent("dialog");
  await page.evaluate(() => setTimeout(() => location.reload()));
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(name).toHaveValue("not saved");

  await page.getByTestId("breadcrumb-item").click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page).toHaveURL(/\/team\/service-users$/);
  const after = await api("GET", `/api/users/${made.body.id}`, { token: owner.token });
  expect(after.body.name).toBe("unsaved");
  await page.getByRole("link", { name: "unsaved", exact: true }).click();
  await name.fill("unsaved");
  await page.getByTestId("breadcrumb-item").click();
  await expect(page).toHaveURL(/\/team\/service-users$/);
});

test("a group that lacks is created by its name and Enter, or by its own field; a double press chooses once; All is not offered (B5)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "grouped" } });
  await api("POST", "/api/groups", { token, body: { name: "pressed twice" } });
  await page.goto(`/team/service-users/${made.body.id}`);
  await page.getByTestId("user-group-selector-open-close").click();
  const search = page.getByTestId("user-group-selector-search");
  await expect(search).toBeFocused();
  await search.fill("All");
  await expect(page.getByRole("option", { name: "All", exact: true })).toHaveCount(0);
  await search.fill("typed group");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("group-badge")).toHaveText(["typed group"]);
  await search.fill("pressed tw");
  await page.getByRole("option", { name: "pressed twice" }).dblclick();
  const badges = page.getByTestId("group-badge");
  await expect(badges).toHaveText(["typed group", "pressed twice"]);
  await page.getByTestId("open-create-group").click();
  await page.getByTestId("group-name-input").fill(" ");
  await page.getByTestId("create-group").click();
  await expect(page.getByText("Group name shouldn't be empty.")).toBeVisible();
  await page.getByTestId("group-name-input").fill(" Pressed TWICE");
  await page.getByTestId("create-group").click();
  await expect(page.getByText("A group with this name exists.")).toBeVisible();
  await page.getByTestId("group-name-input").fill("named group");
  await page.getByTestId("create-group").dblclick();
  await expect(page.getByTestId("group-badge")).toHaveText([
    "typed group",
    "pressed twice",
    "named group",
  ]);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("user-group-selector")).toBeFocused();
  const before = await api("GET", "/api/groups", { token });
  const names = before.body.map(({ name }: { name: string }) => name);
  expect(names, "nothing is created before Save").not.toContain("typed group");
  await page.getByTestId("save-changes").click();
  await expect(page.getByTestId("notification-title").last()).toHaveText("grouped saved");
  const { body } = await api("GET", `/api/users/${made.body.id}`, { token });
  expect(body.auto_groups).toHaveLength(3);
});

test("Enter on the start of a group's name, in any case, chooses that group and creates none (H1)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "prefixed" } });
  const group = await api("POST", "/api/groups", { token, body: { name: "Operations" } });
  await page.goto(`/team/service-users/${made.body.id}`);
  await page.getByTestId("user-group-selector").click();
  await page.getByTestId("user-group-selector-search").fill("oper");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("group-badge")).toHaveText(["Operations"]);
  await page.getByTestId("user-group-selector-search").fill("OPERATIONS");
  await expect(page.getByRole("option")).toHaveText(["Operations"]);
  await page.keyboard.press("Escape");
  await page.getByTestId("save-changes").click();
  await expect(page.getByTestId("notification-title").last()).toHaveText("prefixed saved");
  const { body } = await api("GET", `/api/users/${made.body.id}`, { token });
  expect(body.auto_groups).toEqual([group.body.id]);
});

test("an unknown id is a 404, and a deep link to a service user survives the sign-in (B7)", async ({
  page,
  owner,
  api,
}) => {
  const body = { ...RULE, name: "deep link" };
  const made = await api("POST", "/api/users", { token: owner.token, body });
  const path = `/team/service-users/${made.body.id}`;
  await page.goto(path);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("deep link");
  await page.goto(`/team/users/${made.body.id}`);
  await expect(page).toHaveURL(path);
  for (const list of ["users", "service-users"]) {
    const answer = await page.goto(`/team/${list}/00000000-0000-4000-8000-000000000000`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

/** A reason is visible once above the fields and read out at each disabled control. */
async function expectToldOnce(page: Page, reason: RegExp): Promise<void> {
  const form = page.getByRole("form", { name: "Details" });
  const widths = await form
    .getByText(reason)
    .evaluateAll((reasons) => reasons.map((element) => element.getBoundingClientRect().width));
  expect(widths.filter((width) => width > 1)).toHaveLength(1);
  for (const control of [
    form.getByLabel("Name", { exact: true }),
    form.getByTestId("user-role-selector"),
    form.getByRole("switch"),
    form.getByTestId("save-changes"),
  ]) {
    await expect(control).toHaveAccessibleDescription(reason);
  }
}

test("a reader sees why a user cannot be changed, and that tokens are hidden, not absent (B2)", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "guarded" } });
  await api("POST", `/api/users/${made.body.id}/tokens`, {
    token,
    body: { name: "there is one", expires_in: 9 },
  });
  for (const role of ["network_admin", "auditor"]) {
    const page = await pageOf(browser, roost, await createPerson(api, token, role));
    await page.goto(`/team/service-users/${made.body.id}`);
    await expect(page.getByText("You don't have access to these tokens")).toBeVisible();
    await expect(page.getByText("No access tokens")).toBeHidden();
    await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("readonly");
    await page.getByTestId("save-changes").focus();
    await expect(page.getByTestId("save-changes")).toHaveAttribute("aria-disabled", "true");
    await expectToldOnce(page, /Your role does not allow this/);
    await expect(page.getByRole("switch", { name: "Block service user" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await page.getByRole("switch", { name: "Block service user" }).press("Space");
    await expect(page.getByRole("switch")).not.toBeChecked();
    await page.context().close();
  }
});

test("one's own page holds one's tokens and password whatever the role (B22)", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "Plain User");
  const page = await pageOf(browser, roost, person);
  markWeak(roost, person.id);
  await page.goto(`/team/users/${person.id}`);
  await page.getByRole("complementary", { name: "Your password" }).getByRole("link").click();
  await expect(page).toHaveURL(/#password$/);
  await expect(page.getByTestId("user-tab-access-tokens")).toBeVisible();
  await expect(page.getByText("Access tokens give access to NetBird API.")).toBeVisible();
  await expect(page.getByTestId("access-token-open-modal")).toBeEnabled();
  await expect(page.getByText("You don't have access to activity")).toBeVisible();

  const form = page.getByRole("form", { name: "Password" });
  const [current, next] = [form.getByLabel("Current password"), form.getByLabel("New password")];
  await next.fill("short");
  await next.press("Enter");
  await expect(form.getByText("Current password is required.")).toBeVisible();
  await expect(form.getByText("New password must be at least 10 characters.")).toBeVisible();
  const chosen = roost.remember("another good password");
  await current.fill("not the password");
  await next.fill(chosen);
  await next.press("Enter");
  await expect(form.getByText("Current password is incorrect.", { exact: true })).toBeVisible();
  await expect(current).toBeFocused();
  await current.fill(person.password);
  await next.fill(chosen);
  await next.press("Enter");
  await expect(page.getByText("Password changed")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Your password" })).toBeHidden();
  await expect(current).toHaveValue("");
  await (await pageOf(browser, roost, { ...person, password: chosen })).context().close();
  await page.context().close();
});

test("the ownership passes only after a warning at saving, and both are signed out", async ({
  browser,
}) => {
  const server = await startServer();
  const setup = await fetch(`${server.url}/api/setup`, {
    method: "POST",
    body: JSON.stringify({ ...OWNER, create_pat: true }),
  });
  const { personal_access_token: token } = await setup.json();
  const headers = { authorization: `Token ${token}` };
  const heir = await fetch(`${server.url}/api/users`, {
    method: "POST",
    headers,
    body: JSON.stringify({ name: "Heir", email: "heir@example.test", role: "admin" }),
  });
  const { id } = await heir.json();
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signInWithoutForm(page, { ...server, remember: (secret) => secret }, OWNER);
  await page.goto(`/team/users/${id}`);
  const updates = updatesOf(page);
  await chooseRole(page, "Owner");
  await page.getByTestId("save-changes").click();
  const question = page.getByRole("alertdialog", { name: "Make Heir the owner?" });
  await expect(question).toContainText("you become an admin");
  expect(updates).toEqual([]);
  await page.getByTestId("confirmation.cancel").click();
  await expect(page.getByTestId("save-changes")).toBeFocused();
  await page.getByTestId("save-changes").click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const read = await fetch(`${server.url}/api/users/${id}`, { headers });
  expect((await read.json()).role).toBe("owner");
  await page.context().close();
  await server.stop();
  await removeFolder(server);
});

test("events by and about a user are listed as sentences, newest first", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/users", { token, body: { ...RULE, name: "watched" } });
  const body = { role: "admin", auto_groups: [], is_blocked: false };
  await api("PUT", `/api/users/${made.body.id}`, { token, body });
  await page.goto(`/team/service-users/${made.body.id}`);
  const section = page.getByRole("region", { name: "Activity" });
  await expect(section.getByRole("listitem").first()).toContainText(
    `${OWNER.name} changed the role of watched from User to Admin`,
  );
  await expect(section.getByRole("listitem").last()).toContainText(
    `${OWNER.name} created service user watched`,
  );
  await expect(section.getByRole("link", { name: "View all activity" })).toHaveAttribute(
    "href",
    `/activity?target_id=${made.body.id}`,
  );
});

test("no shortcut signs out (B15)", async ({ ownerPage: page, owner }) => {
  await page.goto(`/team/users/${owner.id}`);
  // A key pressed before the page listens would be lost.
  await expect(page.getByTestId("user-dropdown")).toBeEnabled();
  for (const keys of ["Shift+Control+L", "Shift+Meta+L"]) await page.keyboard.press(keys);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(OWNER.name);
});
