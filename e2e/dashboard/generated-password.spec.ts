import { globSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { DAY_MS } from "#lib/contract/durations.ts";
import { GENERATED_PASSWORD_EXPIRED } from "#lib/contract/generated-password.ts";
import { createPerson, markGenerated, pageOf } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const CHOSEN = "a choice of their own";
const PAGES = join(import.meta.dirname, "../../app/(dashboard)");
/** Pages that anyone may read. */
const PUBLIC = ["/docs"];

const changeOf = (next: string) => `/change-password?${new URLSearchParams({ next })}`;
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const submit = (page: Page) => page.getByRole("button", { name: "Change password" });

async function fillForm(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel("Current password", { exact: true }).fill(current);
  await page.getByLabel("New password", { exact: true }).fill(next);
  await submit(page).click();
}

async function signInByForm(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The address of every page of the dashboard, from its folders. */
function pagesOf(userId: string): string[] {
  return globSync("**/page.tsx", { cwd: PAGES }).map((file) => {
    const segments = file.split("/").slice(0, -1);
    return `/${segments.join("/").replace("[userId]", userId)}`;
  });
}

test("a person changes the generated password, then gets the page they wanted", async ({
  page,
  roost,
  owner,
  api,
}) => {
  roost.remember(CHOSEN);
  const person = await createPerson(api, owner.token, "admin", "First Sign-in");
  const wanted = "/team/tokens?search=x";
  await page.goto(wanted);
  await signInByForm(page, person.email, person.password);
  await expect(page).toHaveURL(changeOf(wanted));
  await expect(heading(page)).toHaveText("Change your password");
  await expect(page.getByRole("navigation")).toHaveCount(0);

  await submit(page).click();
  await expect(page.getByText("Current password is required.")).toBeVisible();
  await fillForm(page, "not the password", CHOSEN);
  await expect(page.getByText("Current password is incorrect.", { exact: true })).toBeVisible();
  await fillForm(page, person.password, person.password);
  await expect(
    page.getByText("New password must be different from current password.", { exact: true }),
  ).toBeVisible();
  await fillForm(page, person.password, "qwertyuiop");
  await expect(page.getByText("New password is one of the most common passwords.")).toBeVisible();
  await page.goto("/team/users");
  await expect(page, "still to be changed").toHaveURL(changeOf("/team/users"));

  await page.goto(wanted);
  await fillForm(page, person.password, CHOSEN);
  await expect(page).toHaveURL(wanted);
  await expect(heading(page)).toHaveText("Tokens");
  await page.goto(changeOf("/team/users"));
  await expect(page, "nothing left to change").toHaveURL("/team/users");
});

test("no page of the dashboard is shown until the generated password is changed", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "admin", "Every Page");
  const page = await pageOf(browser, roost, person);
  const paths = pagesOf(person.id);
  expect(paths.length).toBeGreaterThan(8);
  for (const path of paths) {
    await page.goto(path);
    await expect(page, path).not.toHaveURL(/change-password/);
  }
  await markGenerated(roost, person.email, new Date());
  for (const path of paths.filter((one) => !PUBLIC.includes(one))) {
    await page.goto(path);
    const { pathname, searchParams } = new URL(page.url());
    expect(pathname, path).toBe("/change-password");
    expect(["/", path]).toContain(searchParams.get("next"));
    await expect(page.getByRole("navigation")).toHaveCount(0);
    // What the browser asks for when a link is followed or a page is fetched ahead.
    for (const ahead of [{}, { "next-router-prefetch": "1" }]) {
      const answer = await page.context().request.get(path, { headers: { rsc: "1", ...ahead } });
      expect(await answer.text(), path).not.toContain(owner.id);
    }
  }
  for (const path of PUBLIC) {
    await page.goto(path);
    await expect(page).toHaveURL(path);
    await expect(page.getByTestId("user-dropdown")).toHaveCount(0);
    await page.getByRole("link", { name: "Change your password" }).click();
    await expect(page).toHaveURL(changeOf(path));
  }
  const current = await page.context().request.get("/api/users/current");
  expect(current.status(), "the API goes on").toBe(200);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.context().close();
});

test("a link followed within the dashboard leads to the change too, and goes on after it", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "admin", "Within");
  const page = await pageOf(browser, roost, person);
  await page.goto("/overview");
  await expect(page.getByTestId("user-dropdown")).toBeEnabled();
  await markGenerated(roost, person.email, new Date());
  await page.getByRole("link", { name: "Tokens", exact: true }).first().click();
  await expect(page).toHaveURL(changeOf("/team/tokens"));
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await fillForm(page, person.password, CHOSEN);
  await expect(page).toHaveURL("/team/tokens");
  await expect(heading(page)).toHaveText("Tokens");
  await page.context().close();
});

test("where to go on to is a path of this dashboard, also without a session", async ({
  page,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "Elsewhere");
  await page.goto(changeOf("/team/tokens"));
  await expect(page).toHaveURL(`/sign-in?${new URLSearchParams({ next: "/team/tokens" })}`);
  await signInByForm(page, person.email, person.password);
  await expect(page).toHaveURL(changeOf("/team/tokens"));
  await page.goto(changeOf("//elsewhere.test/"));
  await fillForm(page, person.password, CHOSEN);
  await expect(page).toHaveURL("/overview");
});

test("an expired generated password is said after the right password only, and to those who can help", async ({
  page,
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "Too Late");
  const admin = await pageOf(browser, roost, await createPerson(api, owner.token, "admin"));
  const auditor = await pageOf(browser, roost, await createPerson(api, owner.token, "auditor"));
  const rowOn = (list: Page) => list.getByRole("row").filter({ hasText: person.email });
  const note = "Password not changed yet";
  await admin.goto("/team/users?search=too+late");
  await expect(rowOn(admin).getByRole("link", { name: note })).toBeVisible();
  await auditor.goto("/team/users?search=too+late");
  await expect(rowOn(auditor)).toBeVisible();
  await expect(auditor.getByText(note)).toHaveCount(0);

  await markGenerated(roost, person.email, new Date(Date.now() - 7 * DAY_MS));
  await page.goto("/sign-in");
  await signInByForm(page, person.email, "not the password");
  await expect(page.getByText("The email or the password is wrong.")).toBeVisible();
  await signInByForm(page, person.email, person.password);
  await expect(page.getByText(GENERATED_PASSWORD_EXPIRED)).toBeVisible();
  await expect(page).toHaveURL("/sign-in");

  await admin.reload();
  await rowOn(admin).getByRole("link", { name: "Generated password expired" }).click();
  await expect(admin).toHaveURL(/#password$/);
  const section = admin.getByRole("region", { name: "Password" });
  await expect(section).toContainText("did not change the generated password within 7 days");
  await expect(section.getByRole("button", { name: "Create reset link" })).toBeVisible();
  for (const one of [admin, auditor]) {
    await one.context().close();
  }
});

test("a session that outlives the generated password still leads to its change", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", "In Time");
  const page = await pageOf(browser, roost, person);
  await markGenerated(roost, person.email, new Date(Date.now() - 8 * DAY_MS));
  await page.goto("/overview");
  await expect(page.getByText("Your generated password has expired.")).toBeVisible();
  await fillForm(page, person.password, CHOSEN);
  await expect(page).toHaveURL("/overview");
  await page.context().close();
});
