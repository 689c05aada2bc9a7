import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

type Made = { id: string; token: string };

async function makeUser(api: CallApi, token: string, name: string, role = "user") {
  const body = { name, role, is_service_user: true };
  return (await api("POST", "/api/users", { token, body })).body.id as string;
}

async function makeToken(api: CallApi, token: string, userId: string, name: string): Promise<Made> {
  const body = { name, expires_in: 90 };
  const answer = await api("POST", `/api/users/${userId}/tokens`, { token, body });
  return { id: answer.body.personal_access_token.id, token: answer.body.plain_token };
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const dialog = (page: Page) => page.getByRole("alertdialog");
const confirm = (page: Page) => page.getByTestId("confirmation.confirm");

test("a stolen token is revoked together with those it created, in one step and only if asked for", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const user = await makeUser(api, owner.token, "leak-admin", "admin");
  for (const name of ["leak-1", "leak-2"]) {
    const stolen = await makeToken(api, owner.token, user, name);
    const child = await makeToken(api, stolen.token, user, `${name}-child`);
    await makeToken(api, child.token, user, `${name}-grandchild`);
  }
  await page.goto("/team/tokens?search=leak-1&sort=name");
  const open = () => row(page, "leak-1 ").or(row(page, "leak-1")).first();
  await open().getByTestId("access-token-delete").click();
  const offer = page.getByTestId("created-tokens");
  await expect(offer).toContainText("It created 2 access tokens.");
  await expect(offer).toContainText("leak-1-grandchild");
  await expect(page.getByTestId("revoke-created")).not.toBeChecked();
  await expectAccessible(page, "revoke a token that created others");
  await page.getByLabel("Also revoke the 2 access tokens that it created").check();
  await expect(confirm(page)).toHaveText("Revoke 3 access tokens");
  await confirm(page).click();
  await expect(page.getByText("Also revoked: 2 access tokens that it created.")).toBeVisible();
  await expect(page.getByText("0 tokens", { exact: true })).toBeVisible();

  await page.goto("/team/tokens?search=leak-2&sort=name");
  await page.getByRole("checkbox", { name: "Select access token leak-2 of" }).check();
  await page.getByTestId("revoke-selected").click();
  await expect(offer).toContainText("It created 2 access tokens.");
  await expect(confirm(page)).toHaveText("Revoke 1 access token");
  await confirm(page).click();
  await expect(page.getByText("2 tokens", { exact: true })).toBeVisible();
});

test("deleting or blocking a user lists the tokens they created for others, and the inventory marks them", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const maker = await makeUser(api, owner.token, "maker", "admin");
  const ci = await makeUser(api, owner.token, "left-ci");
  const own = await makeToken(api, owner.token, maker, "maker-own");
  await makeToken(api, own.token, maker, "maker-second");
  for (const name of ["left-1", "left-2"]) await makeToken(api, own.token, ci, name);
  await page.goto(`/team/service-users/${maker}`);
  await page.getByRole("switch", { name: "Block service user" }).click();
  const others = page.getByTestId("tokens-for-others");
  await expect(others).toContainText("maker created 2 access tokens for service users");
  await expect(others).not.toContainText("maker-second");
  await page.getByTestId("save-changes").click();
  await expect(page.getByText("maker saved")).toBeVisible();

  await page.goto("/team/service-users?search=maker");
  await page.getByTestId("user-actions").click();
  await page.getByTestId("delete-user").click();
  await expect(dialog(page)).toContainText("left-1 of left-ci");
  await expectAccessible(page, "delete a user who created tokens for others");
  await others.getByRole("link", { name: "Show all" }).click();
  await expect(page).toHaveURL(/created_by=/);
  await expect(row(page, "left-1")).toContainText("Creator blocked");
  await row(page, "left-1")
    .getByRole("button", { name: /^Usage of/ })
    .click();
  await expect(page.getByRole("dialog")).toContainText("may still have the token");
  await page.keyboard.press("Escape");
  const chip = page.getByRole("button", { name: "Remove the filter Created by: maker" });
  await expectAccessible(page, "tokens by creator");
  await chip.click();
  await expect(page).not.toHaveURL(/created_by=/);

  await api("DELETE", `/api/users/${maker}`, { token: owner.token });
  await page.goto("/team/tokens?search=left-1");
  await expect(row(page, "left-1")).toContainText("Creator deleted");
});

test("a name that only looks new is warned of, and can be saved all the same", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await makeUser(api, owner.token, "Alike Deploy");
  await api("POST", "/api/groups", { token: owner.token, body: { name: "Alike Büro" } });
  await page.goto("/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill("alike  deploy");
  const warning = page.getByTestId("alike-name");
  await expect(warning).toContainText("A service user named “Alike Deploy” already exists.");
  await expectAccessible(page, "a name like another");
  await page.getByTestId("service-user-name").fill("alike deploy 2");
  await expect(warning).toHaveCount(0);
  await page.getByTestId("service-user-name").fill("ALIKE DEPLOY");
  await expect(warning).toBeVisible();
  await page.getByTestId("create-service-user").click();
  await expect(page.getByText("Service user ALIKE DEPLOY created")).toBeVisible();
  await page.goto("/team/groups");
  await page.getByTestId("open-create-group").click();
  await page.getByTestId("group-name-input").fill("alike bu\u0308ro");
  await expect(warning).toContainText("A group named “Alike Büro” already exists.");
});

test("the deletion of the account says how many tokens are in use", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await api("GET", "/api/users", { token: owner.token });
  await expect(async () => {
    await page.goto("/settings");
    await page.getByRole("button", { name: "Delete account" }).click();
    await expect(page.getByText(/^\d+ access tokens? (was|were) used in the last/)).toBeVisible({
      timeout: 1000,
    });
  }).toPass();
});
