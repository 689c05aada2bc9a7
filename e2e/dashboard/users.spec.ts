import type { Page } from "@playwright/test";
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
