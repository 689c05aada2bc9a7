import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { startServer } from "../fixtures/server.ts";
import { expect, OWNER, test } from "../fixtures/test.ts";

const NEW_PASSWORD = "violet harbour seventeen";

/** Creates a reset link on the open page of a user and returns its path. */
async function createLink(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Create reset link" }).click();
  const question = page.getByRole("alertdialog", { name: /^Create a reset link for/ });
  await expectAccessible(page, "the question before a reset link");
  await question.getByRole("button", { name: "Create reset link" }).click();
  const shown = page.getByRole("dialog", { name: "Reset link created" });
  const link = (await shown.getByText(/\/reset\/nbr_/).textContent()) ?? "";
  await expectAccessible(page, "the reset link");
  await shown.getByRole("button", { name: "Close" }).click();
  await expect(shown).toBeHidden();
  return new URL(link).pathname;
}

test("a reset link from the dashboard sets a new password once and ends the sessions", async ({
  ownerPage,
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "auditor", "Lost Password");
  const before = await pageOf(browser, roost, person);
  await ownerPage.goto(`/team/users/${person.id}`);
  const path = await createLink(ownerPage);
  roost.remember(path.split("/").at(-1) ?? "");

  const context = await browser.newContext({ baseURL: roost.url });
  const page = await context.newPage();
  const answer = await page.goto(path);
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
  await expectAccessible(page, "the reset page");
  await page.getByRole("textbox", { name: "New password" }).fill(roost.remember(NEW_PASSWORD));
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page).toHaveURL(/\/overview$/, { timeout: 60_000 });

  await before.goto("/overview");
  await expect(before, "the earlier session has ended").toHaveURL(/\/sign-in/);
  await before.goto(path);
  await expect(before.getByRole("button", { name: "Set password" })).toHaveCount(0);
  await expect(before.getByRole("link", { name: "Go to sign-in" })).toBeVisible();
});

test("signing a user out everywhere ends their sessions, after a question", async ({
  ownerPage,
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "auditor", "Signed In Twice");
  const first = await pageOf(browser, roost, person);
  const second = await pageOf(browser, roost, person);
  await ownerPage.goto(`/team/users/${person.id}`);
  const open = ownerPage.getByRole("button", { name: "Sign out everywhere" });
  const question = ownerPage.getByRole("alertdialog", {
    name: /Sign .*Signed In Twice.* out everywhere/,
  });
  await open.click();
  await expectAccessible(ownerPage, "the question before signing out");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await expect(open).toBeFocused();
  await first.goto("/overview");
  await expect(first, "cancelling ends nothing").toHaveURL(/\/overview$/);

  await open.click();
  await question.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(ownerPage.getByText("Signed In Twice is not signed in.")).toBeVisible();
  for (const page of [first, second]) {
    await page.goto("/overview");
    await expect(page).toHaveURL(/\/sign-in/);
  }
});

test("owners see which peer sends forwarded headers and is not trusted; others do not", async ({
  browser,
}) => {
  const server = await startServer();
  try {
    const setup = await fetch(`${server.url}/api/setup`, {
      method: "POST",
      body: JSON.stringify({ ...OWNER, create_pat: true, pat_expire_in: 1 }),
    });
    const { personal_access_token: token } = await setup.json();
    const api = async (method: string, path: string, given: { token: string; body: unknown }) => {
      const headers = { authorization: `Token ${given.token}` };
      const body = JSON.stringify(given.body);
      const response = await fetch(`${server.url}${path}`, { method, headers, body });
      return { status: response.status, headers: response.headers, body: await response.json() };
    };
    const admin = await createPerson(api, token, "admin");
    const roost = { ...server, remember: (secret: string) => secret };
    const ownerPage = await pageOf(browser, roost, OWNER);
    await ownerPage.goto("/overview");
    const notice = ownerPage.getByTestId("proxy-notice");
    await expect(notice).toHaveCount(0);
    await fetch(`${server.url}/api/health/live`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    await ownerPage.reload();
    await expect(notice).toContainText("127.0.0.1");
    await expect(notice).toContainText("TRUSTED_PROXIES");
    await expect(notice).not.toContainText("203.0.113.9");
    const adminPage = await pageOf(browser, roost, admin);
    await adminPage.goto("/overview");
    await expect(adminPage.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(adminPage.getByTestId("proxy-notice")).toHaveCount(0);
  } finally {
    await server.stop();
  }
});
