import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { placesOf, plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import { expect, OWNER, type Roost, test } from "../fixtures/test.ts";

const exec = promisify(execFile);

test.use({ installation: "never set up" });

/** Calls the API with the real curl, as in a terminal; returns status and body. */
async function curl(url: string, header: string, ...more: string[]) {
  const { stdout } = await exec("curl", ["-s", "-w", "\n%{http_code}", "-H", header, ...more, url]);
  const end = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) };
}

async function setUp(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Create owner" }).click();
  await expect(page.getByTestId("left-navigation-item").first()).toBeVisible();
}

async function signOutAndIn(page: Page): Promise<void> {
  await page.getByTestId("user-dropdown").click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/team/users");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fteam%2Fusers$/);
  const password = page.getByRole("textbox", { name: "Password" });
  for (const email of [OWNER.email, "unknown@example.test"]) {
    await page.getByLabel("Email").fill(email);
    await password.fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("The email or the password is wrong.")).toBeVisible();
  }
  await page.getByLabel("Email").fill(OWNER.email);
  await password.fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/team\/users$/);
  await expect(page.getByTestId("user-name-cell")).toContainText("You");
}

async function createServiceUser(page: Page, name: string, role: string): Promise<void> {
  await page.goto("/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill(name);
  await page.getByRole("dialog").getByTestId("user-role-selector").click();
  await page
    .getByTestId("user-role-selector-item")
    .filter({ has: page.getByText(role, { exact: true }) })
    .click();
  await page.getByTestId("create-service-user").click();
  await expect(page.getByTestId("service-user-name")).toBeHidden();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByText(role, { exact: true })).toBeVisible();
}

async function createToken(page: Page, roost: Roost, name: string, days?: string): Promise<string> {
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill(name);
  await expect(page.getByTestId("access-token-expires-in")).toHaveValue("30");
  if (days !== undefined) await page.getByTestId("access-token-expires-in").fill(days);
  await page.getByTestId("create-access-token").click();
  return readPlainToken(page, roost);
}

test("a new installation: setup, sign-in, service user, token, API, deletion", async ({
  page,
  roost,
}) => {
  test.slow();
  await setUp(page);
  await signOutAndIn(page);

  await createServiceUser(page, "deploy", "User");
  await createServiceUser(page, "provisioner", "Admin");
  await expect(page.getByTestId("user-name-cell").first()).toContainText("provisioner");

  await page.getByRole("link", { name: "deploy" }).click();
  const userToken = await createToken(page, roost, "ci");
  const dialog = plainTokenDialog(page);
  await expect(dialog).toContainText(`curl -H "Authorization: Token ${userToken}"`);
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(dialog).toBeVisible();

  const answers: string[] = [];
  page.on("response", async (response) => {
    answers.push(await response.text().catch(() => ""));
  });
  await page.getByTestId("access-token-copy-close").click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row").filter({ hasText: "ci" });
  await expect(row).toContainText(userToken.slice(0, 14));
  expect(await placesOf(page)).not.toContain(userToken);
  await page.reload();
  await expect(row).toBeVisible();
  expect(await placesOf(page)).not.toContain(userToken);
  expect(answers.join("")).not.toContain(userToken);

  const users = `${roost.url}/api/users`;
  const json = ["-H", "Content-Type: application/json"];
  const wanted = { name: "made", role: "user", is_service_user: true, auto_groups: [] };
  const write = [...json, "-d", JSON.stringify(wanted)];
  expect((await curl(users, `Authorization: Token ${userToken}`)).status).toBe(200);
  const read = await curl(users, `Authorization: Bearer ${userToken}`);
  expect(read.body.map((user: { name: string }) => user.name)).toContain("deploy");
  expect((await curl(users, `Authorization: Token ${userToken}`, ...write)).status).toBe(403);

  await page.goto("/team/service-users");
  await page.getByRole("link", { name: "provisioner" }).click();
  const adminToken = await createToken(page, roost, "terraform", "1");
  await page.getByTestId("access-token-copy-close").click();
  const made = await curl(users, `Authorization: Token ${adminToken}`, ...write);
  expect(made.status).toBe(200);
  const madeToken = await curl(
    `${users}/${made.body.id}/tokens`,
    `Authorization: Token ${adminToken}`,
    ...json,
    "-d",
    JSON.stringify({ name: "by a script", expires_in: 365 }),
  );
  roost.remember(madeToken.body.plain_token);
  const madeHeader = `Authorization: Token ${madeToken.body.plain_token}`;
  expect((await curl(users, madeHeader)).status).toBe(200);

  await page.goto("/team/service-users");
  await page.getByRole("link", { name: "deploy" }).click();
  await row.getByTestId("access-token-delete").click();
  await expect(page.getByRole("alertdialog")).toContainText(userToken.slice(0, 14));
  await page.getByTestId("confirmation.confirm").click();
  // Until it closes, the page behind it is hidden.
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(row).toBeHidden();
  expect((await curl(users, `Authorization: Token ${userToken}`)).status).toBe(401);

  await page.goto("/team/service-users");
  const gone = page.getByRole("row").filter({ hasText: "provisioner" });
  await gone.getByTestId("user-actions").click();
  await page.getByTestId("delete-user").click();
  await expect(page.getByRole("alertdialog")).toContainText("terraform");
  await page.getByTestId("confirmation.confirm").click();
  // Until it closes, the page behind it is hidden.
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(gone).toBeHidden();
  expect((await curl(users, `Authorization: Token ${adminToken}`)).status).toBe(401);
});
