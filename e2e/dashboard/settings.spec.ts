import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { signInPerson } from "../fixtures/people.ts";
import { removeFolder, startServer } from "../fixtures/server.ts";
import {
  type CallApi,
  expect,
  OWNER,
  type Roost,
  signInWithoutForm,
  test,
} from "../fixtures/test.ts";

const save = (page: Page) => page.getByTestId("save-changes");
const setting = (page: Page, name: string) => page.getByRole("switch", { name });
const APPROVAL = "Require approval for new users";

async function settingsOf(api: CallApi, token: string) {
  const { body } = await api("GET", "/api/accounts", { token });
  return body[0];
}

/** A person of a role, signed in. */
async function signInAs(page: Page, role: string, api: CallApi, token: string, roost: Roost) {
  const email = `${randomUUID()}@example.test`;
  const body = { email, name: role, role };
  const { body: made } = await api("POST", "/api/users", { token, body });
  await signInPerson(page, roost, { email, password: made.password });
  return email;
}

test("a saved setting is stored, and what others saved meanwhile is not reset", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const before = await settingsOf(api, owner.token);
  await page.goto("/settings");
  await page.getByTestId("settings-tab-authentication").click();
  await expect(page).toHaveURL(/\/settings\?tab=authentication$/);
  const approval = setting(page, APPROVAL);
  await expect(approval).toBeChecked({ checked: before.settings.extra.user_approval_required });
  // Another user saves while this page is open.
  const { settings } = before;
  await api("PUT", `/api/accounts/${before.id}`, {
    token: owner.token,
    body: {
      settings: { ...settings, dns_domain: "kept.example.test", lazy_connection_enabled: false },
    },
  });
  await approval.click();
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await save(page).click();
  await sent;
  await expect(page.getByTestId("notification-title")).toHaveText("Settings saved");
  const after = await settingsOf(api, owner.token);
  expect(after).toEqual({
    ...before,
    settings: {
      ...settings,
      dns_domain: "kept.example.test",
      lazy_connection_enabled: false,
      extra: { ...settings.extra, user_approval_required: !settings.extra.user_approval_required },
    },
  });
  await page.reload();
  await expect(approval).toBeChecked({ checked: after.settings.extra.user_approval_required });
});

test("every setting that acts can be switched, by keyboard too, and a double press saves once (B5)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const read = async () => (await settingsOf(api, owner.token)).settings;
  for (const [tab, name, field] of [
    ["authentication", "Allow personal access tokens", "personal_access_tokens_enabled"],
    ["permissions", "Hide the dashboard from regular users", "regular_users_view_blocked"],
    ["groups", "Propagate auto-assigned groups to peers", "groups_propagation_enabled"],
  ] as const) {
    const before = (await read())[field];
    for (const wanted of [!before, before]) {
      await page.goto(`/settings?tab=${tab}`);
      // A key pressed before the page listens would be lost.
      await expect(setting(page, name)).toBeEnabled();
      await setting(page, name).press("Space");
      const puts: string[] = [];
      page.on("request", (request) => request.method() === "PUT" && puts.push(request.url()));
      await save(page).dblclick();
      await expect(page.getByTestId("notification-title")).toHaveText("Settings saved");
      await expect(page.getByRole("button", { name: "Discard" })).toHaveCount(0);
      expect((await read())[field], field).toBe(wanted);
      expect(puts).toHaveLength(1);
      page.removeAllListeners("request");
    }
  }
});

test("leaving with unsaved changes asks first; with discarded ones it does not", async ({
  ownerPage: page,
}) => {
  await page.goto("/settings?tab=groups");
  const propagation = setting(page, "Propagate auto-assigned groups to peers");
  const was = await propagation.isChecked();
  await propagation.click();
  await page.getByTestId("settings-tab-permissions").click();
  const question = page.getByRole("alertdialog", { name: "Discard unsaved changes?" });
  await expect(question).toBeVisible();
  await page.getByTestId("confirmation.cancel").click();
  await expect(question).toBeHidden();
  await expect(page).toHaveURL(/tab=groups$/);
  await expect(propagation).toBeChecked({ checked: !was });
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(propagation).toBeChecked({ checked: was });
  await page.getByTestId("settings-tab-permissions").click();
  await expect(page).toHaveURL(/tab=permissions$/);
});

test("a refused save shows the request ID and keeps the change (B8)", async ({
  ownerPage: page,
}) => {
  await page.goto("/settings?tab=groups");
  const propagation = setting(page, "Propagate auto-assigned groups to peers");
  const was = await propagation.isChecked();
  await page.route("**/api/accounts/*", (route) =>
    route.fulfill({
      status: 503,
      headers: { "x-request-id": "the-request" },
      json: { message: "try again later", code: 503 },
    }),
  );
  await propagation.click();
  await save(page).click();
  await expect(page.getByTestId("notification-title")).toHaveText(
    "Request failed with status code 503",
  );
  await expect(page.getByTestId("notification-request-id")).toHaveText("the-request");
  await expect(page.getByText("Settings saved")).toHaveCount(0);
  await expect(propagation).toBeChecked({ checked: !was });
});

test("a role without the right reads the settings with the reason, and cannot delete the account (B1)", async ({
  page,
  owner,
  api,
  roost,
}) => {
  await signInAs(page, "auditor", api, owner.token, roost);
  await page.goto("/settings?tab=authentication");
  await expect(page.getByText("Read-only. Your role does not allow this.")).toBeVisible();
  const approval = setting(page, APPROVAL);
  const was = await approval.isChecked();
  await approval.click({ force: true });
  await expect(approval).toBeChecked({ checked: was });
  await expect(save(page)).toHaveAttribute("aria-disabled", "true");
  await page.getByTestId("settings-tab-account").click();
  await page.getByText("NetBird compatibility").click();
  await expect(page.getByText("peer_login_expiration", { exact: true })).toBeVisible();
  const remove = page.getByRole("button", { name: "Delete account" });
  await expect(remove).toHaveAccessibleDescription("Only an owner can delete the account.");
  await remove.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the role User sees that settings need another role (B1)", async ({
  page,
  owner,
  api,
  roost,
}) => {
  await signInAs(page, "user", api, owner.token, roost);
  await page.goto("/settings");
  await expect(
    page.getByRole("heading", { name: "You don't have access to this page" }),
  ).toBeVisible();
  await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
});

test("the account is deleted only with the owner's email typed, and then asks for a code", async ({
  page,
}) => {
  const server = await startServer();
  const call = (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init);
  await call("/api/setup", { method: "POST", body: JSON.stringify(OWNER) });
  const roost = { ...server, remember: (secret: string) => secret };
  await signInWithoutForm(page, roost, OWNER);
  await page.goto(`${server.url}/settings`);
  const open = page.getByRole("button", { name: "Delete account" });
  await open.click();
  const dialog = page.getByRole("dialog", { name: "Delete the account?" });
  await expect(dialog).toContainText("1 user, 0 service users, and 0 access tokens");
  await expect(dialog).toContainText("npm run admin -- setup-code");
  await page.keyboard.press("Escape");
  await expect(open).toBeFocused();
  await open.click();
  const typed = dialog.getByLabel("Your email");
  await typed.fill("someone@example.test");
  await typed.press("Enter");
  await expect(dialog.getByRole("alert")).toHaveText("This is not your email address.");
  await typed.fill(OWNER.email.toUpperCase());
  await dialog.getByTestId("confirmation.confirm").click();
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByLabel("Setup code")).toBeVisible();
  expect(await server.stop()).toBe(0);
  await removeFolder(server);
});
