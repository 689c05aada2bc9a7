import type { Page } from "@playwright/test";
import { expectAccessible, expectNoWiderThanWindow } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

/** The first-load JavaScript of the page, as it travels without compression. */
const SCRIPT_LIMIT_KIB = 750;

const article = (page: Page, id: string) => page.locator(`[id="${id}"]`);

test("the reference is open to anyone and accessible", async ({ page }) => {
  await page.goto("/docs");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("API reference");
  await expectNoWiderThanWindow(page, "the whole reference");
  // Operations of every method: axe would take minutes for all there are.
  await page.goto("/docs?search=users/{userId}");
  for (const summary of await page.locator("article:not([hidden]) summary").all()) {
    await summary.click();
  }
  await expectAccessible(page, "the reference");
});

test("the reference is complete and can be filtered without JavaScript", async ({
  browser,
  roost,
}) => {
  const context = await browser.newContext({ baseURL: roost.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const described = await (await page.request.get("/api/openapi.json")).json();
  const count = Object.values<object>(described.paths).flatMap((path) => Object.keys(path)).length;
  await page.goto("/docs");
  await expect(page.getByRole("article")).toHaveCount(count);
  await page.getByRole("searchbox").fill("token delete");
  await page.getByRole("searchbox").press("Enter");
  await expect(article(page, "tokens.delete")).toBeVisible();
  await expect(article(page, "users.list")).toBeHidden();
});

test("typing filters at once, and an operation's anchor leads to it", async ({ page, roost }) => {
  await page.goto(`${roost.url}/docs#tokens.create`);
  await expect(article(page, "tokens.create")).toBeInViewport();
  await page.getByRole("searchbox").fill("users.get");
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("status").first()).toContainText("1 of");
  await page.getByRole("searchbox").fill("");
  await expect(article(page, "tokens.create")).toBeVisible();
});

test("an operation is copied as a curl call to this very server", async ({ browser, roost }) => {
  const context = await browser.newContext({
    baseURL: roost.url,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  await page.goto("/docs");
  await page.getByRole("button", { name: "Copy tokens.create as curl" }).click();
  await expect(page.getByRole("button", { name: "Copy tokens.create as curl" })).toHaveText(
    "Copied",
  );
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`${roost.url}/api/users/`);
  expect(copied).toContain('"Authorization: Token $ROOST_TOKEN"');
});

test("signed in, the reference is a page of the dashboard", async ({ ownerPage }) => {
  await ownerPage.goto("/team/users");
  await ownerPage.getByRole("link", { name: "API reference" }).click();
  await expect(ownerPage.getByRole("heading", { level: 1 })).toHaveText("API reference");
  await expect(ownerPage.getByTestId("user-dropdown")).toBeVisible();
  await expect(ownerPage.getByRole("main")).toHaveCount(1);
});

test("the reference loads little script and nothing from elsewhere", async ({ page, roost }) => {
  let bytes = 0;
  const elsewhere: string[] = [];
  page.on("response", async (response) => {
    if (!response.url().startsWith(roost.url)) elsewhere.push(response.url());
    if (response.url().endsWith(".js")) bytes += (await response.body()).length;
  });
  await page.goto(`${roost.url}/docs`, { waitUntil: "networkidle" });
  expect(elsewhere).toEqual([]);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes / 1024).toBeLessThan(SCRIPT_LIMIT_KIB);
});
