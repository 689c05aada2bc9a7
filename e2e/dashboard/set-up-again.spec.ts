import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { startInstallation } from "../fixtures/installation.ts";
import { leftBehind, type RunningServer, removeFolder } from "../fixtures/server.ts";
import { OWNER } from "../fixtures/test.ts";

/** For the command alone: one on PostgreSQL would create its own in the checkout. */
const SECRET = randomBytes(32).toString("base64url");

/** Sets up and deletes the account again, by a session of its owner. */
async function deleteFreshAccount({ url }: RunningServer, request: APIRequestContext) {
  await request.post(`${url}/api/setup`, { data: OWNER });
  const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json();
  const { email, password } = OWNER;
  const headers = { origin: url };
  const form = { csrfToken, email, password, json: "true" };
  await request.post(`${url}/api/auth/callback/credentials`, { form, headers });
  const [account] = await (await request.get(`${url}/api/accounts`)).json();
  const deleted = await request.delete(`${url}/api/accounts/${account.id}`, { headers });
  expect(deleted.status()).toBe(200);
}

/** The code, from the command that an operator runs beside the running server. */
async function codeOf({ databaseUrl }: RunningServer): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "../../lib/cli/admin.ts"), "setup-code"],
    { env: { ...process.env, DATABASE_URL: databaseUrl, NEXTAUTH_SECRET: SECRET } },
  );
  return /^Setup code: (\S+)$/m.exec(stdout)?.[1] ?? "";
}

test("a deleted account is followed by another only with the server's code", async ({ page }) => {
  const server = await startInstallation();
  await page.goto(`${server.url}/setup`);
  await expect(page.getByLabel("Name")).toBeVisible();
  await expect(page.getByLabel("Setup code")).toHaveCount(0);
  await deleteFreshAccount(server, page.request);

  await page.goto(server.url);
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  const create = page.getByRole("button", { name: "Create owner" });
  await create.click();
  await expect(page.getByText("Code is required.")).toBeVisible();
  const code = page.getByLabel("Setup code");
  await code.fill("AAAAA-AAAAA-AAAAA-AAAAA");
  await create.click();
  await expect(page.getByText("Setup code is wrong or expired.")).toBeVisible();
  const printed = await codeOf(server);
  await code.fill(printed.toLowerCase());
  await create.click();
  // The setup hashes the password and the code, signs in and opens the overview for the first time.
  await expect(page.getByTestId("left-navigation-item").first()).toBeVisible({ timeout: 40_000 });

  expect(await server.stop()).toBe(0);
  expect(await server.log()).toContain("account.delete");
  for (const [name, bytes] of await leftBehind(server)) {
    expect(bytes.includes(printed), `${name} holds the code`).toBe(false);
  }
  await removeFolder(server);
});
