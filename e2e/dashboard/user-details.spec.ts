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

test("one's own page holds one's tokens and password whatever the role (B22)", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "Plain User");
  const page = await pageOf(browser, roost, person);
  await markWeak(roost, person.id);
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
