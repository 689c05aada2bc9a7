import { once } from "node:events";
import { get } from "node:http";
import type { Page } from "@playwright/test";
import { type CallApi, expect, test } from "../fixtures/test.ts";

const AGENT = "terraform/1.9";

type Made = { userId: string; path: string; text: string };

/** A service user with a token that called two operations, and one that was never used. */
async function makeTokens(api: CallApi, token: string, name: string): Promise<Made> {
  const service = { name, role: "user", is_service_user: true };
  const { body: user } = await api("POST", "/api/users", { token, body: service });
  const texts: string[] = [];
  for (const kind of ["idle", "used"]) {
    const body = { name: `${name} ${kind}`, expires_in: 30 };
    const answer = await api("POST", `/api/users/${user.id}/tokens`, { token, body });
    texts.push(answer.body.plain_token);
  }
  for (const path of ["/api/users", "/api/groups", "/api/users"]) {
    await api("GET", path, { token: texts[1] ?? "", headers: { "user-agent": AGENT } });
  }
  return { userId: user.id, path: `/team/service-users/${user.id}`, text: texts[1] ?? "" };
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const question = (page: Page) => page.getByRole("alertdialog");
const LAST = `from 127.0.0.1 (${AGENT})`;

test("a revocation shows the token's calls, addresses, clients and operations", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { path } = await makeTokens(api, owner.token, "asked");
  await page.goto(path);
  await row(page, "asked used").getByTestId("access-token-delete").click();
  await expect(question(page)).toContainText("3 calls in the last 30 days. Last used");
  await expect(question(page)).toContainText(LAST);
  const called = question(page).getByRole("listitem");
  await expect(called).toHaveText([
    /^List users and service users\s*2 calls$/,
    /^List groups\s*1 call$/,
  ]);
  await page.keyboard.press("Escape");
  await row(page, "asked idle").getByTestId("access-token-delete").click();
  await expect(question(page).getByTestId("token-use")).toHaveText("Never used.");
  await page.getByTestId("confirmation.confirm").click();
  await expect(row(page, "asked idle")).toBeHidden();
});

test("a revocation works although the code that shows usage does not load", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { path } = await makeTokens(api, owner.token, "codeless");
  await page.goto(path, { waitUntil: "networkidle" });
  // The question itself was fetched ahead once the page was at rest.
  await page.waitForFunction(() => performance.getEntriesByName("at-rest").length > 0);
  await page.waitForLoadState("networkidle");
  await page.route("**/_next/static/chunks/**", (route) => route.abort());
  await row(page, "codeless idle").getByTestId("access-token-delete").click();
  await expect(question(page)).toContainText("Could not load usage.");
  await page.getByTestId("confirmation.confirm").click();
  await expect(row(page, "codeless idle")).toBeHidden();
  await expect(row(page, "codeless used")).toBeVisible();
});

test("a revocation works although usage cannot be loaded", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { path } = await makeTokens(api, owner.token, "unknown");
  await page.goto(path);
  await page.route("**/usage", (route) => route.abort());
  await row(page, "unknown idle").getByTestId("access-token-delete").click();
  await expect(question(page)).toContainText("Could not load the number of calls.");
  await page.getByTestId("confirmation.confirm").click();
  await expect(row(page, "unknown idle")).toBeHidden();
});

test("a token's row shows its use as a bar a day with the same as a table, by keyboard", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { path } = await makeTokens(api, owner.token, "shown");
  await page.goto(path);
  const button = row(page, "shown used").getByTestId("access-token-usage");
  await button.click();
  const popup = page.getByRole("dialog", { name: "shown used usage" });
  await expect(popup.getByRole("img", { name: /^Calls per day, .+\. Highest: 3, / })).toBeVisible();
  await popup.getByText("Calls per day as a table").focus();
  await page.keyboard.press("Enter");
  await expect(popup.getByRole("row")).toHaveCount(31);
  await expect(popup.getByRole("row").last()).toContainText("3 calls");
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await row(page, "shown idle").getByTestId("access-token-usage").click();
  const idle = page.getByRole("dialog", { name: "shown idle usage" });
  await expect(idle).toContainText("Never used.");
  await expect(idle.getByRole("img")).toBeHidden();
});

test("a token's usage and its revocation show every address it was used from", async ({
  ownerPage: page,
  owner,
  api,
  roost,
}) => {
  const { path, text } = await makeTokens(api, owner.token, "moved");
  const headers = { authorization: `Token ${text}`, "user-agent": "curl/8" };
  const [answer] = await once(
    get(`${roost.url}/api/groups`, { localAddress: "127.0.0.2", headers }),
    "response",
  );
  answer.resume();
  expect(answer.statusCode).toBe(200);
  await page.goto(path);
  const texts = [
    /^127\.0\.0\.2\s*curl\/8\s*just now$/,
    /^127\.0\.0\.1\s*terraform\/1\.9\s*just now$/,
  ];
  await row(page, "moved used").getByTestId("access-token-usage").click();
  const popup = page.getByRole("dialog", { name: "moved used usage" });
  const from = popup.getByRole("listitem").filter({ hasText: "127.0.0." });
  await expect(from).toHaveText(texts);
  await page.keyboard.press("Escape");
  await row(page, "moved used").getByTestId("access-token-delete").click();
  await question(page).getByText("Used from 2 addresses").click();
  await expect(question(page).getByRole("listitem").filter({ hasText: "127.0.0." })).toHaveText(
    texts,
  );
});

test("a revocation of many shows which are in use, and on request their operations", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await makeTokens(api, owner.token, "several");
  await page.goto("/team/tokens?search=several");
  await row(page, "several used").getByTestId("access-token-usage").click();
  await expect(page.getByRole("dialog")).toContainText("3 calls in the last 30 days");
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "Select all tokens on this page" }).check();
  await page.getByTestId("revoke-selected").click();
  await expect(question(page)).toContainText("1 of 2 made calls in the last 30 days:");
  const items = question(page).getByRole("listitem");
  await expect(items.first()).toContainText(LAST);
  await expect(items.last()).toContainText("Never used.");
  await items.first().getByText("Operations").click();
  await expect(items.first()).toContainText("List users and service users");
});

test("the deletion of a service user shows which of its tokens are in use", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { path } = await makeTokens(api, owner.token, "whole");
  await page.goto(path);
  await page.getByRole("button", { name: "Delete service user" }).click();
  const items = question(page).getByRole("listitem");
  await expect(items.first()).toContainText("3 calls in the last 30 days. Last used");
  await expect(items.last()).toContainText("Never used.");
  await items.first().getByText("Operations").click();
  await expect(items.first()).toContainText("List groups");
});
