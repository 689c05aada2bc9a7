import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { signInPerson } from "../fixtures/people.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

type Made = { userId: string; name: string; texts: string[] };

/** A service user with tokens `<name>-<days>`, one for each number of days. */
async function makeTokens(api: CallApi, token: string, name: string, days: number[]) {
  const body = { name, role: "user", is_service_user: true };
  const { body: user } = await api("POST", "/api/users", { token, body });
  const made: Made = { userId: user.id, name, texts: [] };
  for (const expires_in of days) {
    const wanted = { name: `${name}-${expires_in}`, expires_in };
    const path = `/api/users/${user.id}/tokens`;
    const answer = await api("POST", path, { token, body: wanted });
    made.texts.push(answer.body.plain_token);
  }
  return made;
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const select = (page: Page, name: string) =>
  page.getByRole("checkbox", { name: `Select access token ${name} of` });
const revoke = (page: Page) => page.getByTestId("revoke-selected");

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByTestId("table-filters-button").click();
  await page.getByTestId(`table-filter-${filter}`).getByLabel(option, { exact: true }).click();
  await page.keyboard.press("Escape");
}

test("each token is listed with owner, fingerprint, state, creator and use", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const made = await makeTokens(api, owner.token, "listed", [5, 90]);
  const [soon = "", active = ""] = made.texts;
  await api("GET", "/api/users", { token: active, headers: { "user-agent": "listed/1.0" } });
  await page.goto("/team/tokens?search=listed");
  await expect(page.getByRole("link", { name: "Tokens", exact: true }).first()).toHaveAttribute(
    "aria-current",
    "page",
  );
  const used = row(page, "listed-90");
  await expect(used).toContainText(active.slice(0, 14));
  await expect(used).not.toContainText(active);
  await expect(used).toContainText("Active");
  await expect(used).toContainText("by you");
  // Uses are written behind.
  await expect(async () => {
    await page.reload();
    await expect(used).toContainText("listed/1.0", { timeout: 1000 });
  }).toPass();
  await expect(used).toContainText("from 127.0.0.1");
  const unused = row(page, "listed-5");
  await expect(unused).toContainText("Expires soon");
  await expect(unused).toContainText("in 5 days");
  await expect(unused).toContainText("Never used");
  await expect(unused).toContainText(soon.slice(0, 14));
  await unused.getByRole("link", { name: "listed", exact: true }).click();
  await expect(page).toHaveURL(`/team/service-users/${made.userId}`);
});

test("search, filters and order stand in the address and survive a reload (B12, B20)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await makeTokens(api, owner.token, "narrow two words", [3, 60]);
  await page.goto("/team/tokens");
  await page.getByTestId("table-search-input").fill("narrow two words");
  await expect(page.getByText("2 tokens", { exact: true })).toBeVisible();
  await choose(page, "state", "Expires within 14 days");
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  await choose(page, "owner_kind", "Service users");
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(page).toHaveURL(/sort=name/);
  const address = page.url();
  expect(address).toContain("state=expiring");
  expect(address).toContain("owner_kind=service_user");
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await choose(page, "owner_kind", "Users");
  await expect(page.getByText("No token matches")).toBeVisible();
  await page.getByTestId("reset-filters-and-search").click();
  await expect(page).toHaveURL(/\/team\/tokens$/);
  await page.goto("/team/tokens?state=nonsense&expiring_within_days=3&cursor=nonsense");
  await expect(page.getByTestId("table-search-input")).toBeVisible();
  await expect(page).toHaveURL(/\/team\/tokens/);
});

test("chosen tokens are revoked after a preview of what stops, once each (B5)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const made = await makeTokens(api, owner.token, "bulk", [10, 20, 30]);
  const works = async (text = "") =>
    (await api("GET", "/api/users", { token: text })).status === 200;
  const sent: { key: string | undefined; dry: boolean }[] = [];
  page.on("request", (request) => {
    if (!request.url().endsWith("/api/tokens/revoke")) return;
    const dry = request.postDataJSON().dry_run === true;
    sent.push({ key: request.headers()["idempotency-key"], dry });
  });
  await page.goto("/team/tokens?search=bulk");
  await expect(revoke(page)).toHaveAttribute("aria-disabled", "true");
  await expect(revoke(page)).toHaveAccessibleDescription("Select tokens first.");
  const all = page.getByRole("checkbox", { name: "Select all tokens on this page" });
  await all.check();
  await select(page, "bulk-30").uncheck();
  await expect(all).toHaveJSProperty("indeterminate", true);
  await revoke(page).click();
  const question = page.getByRole("alertdialog", { name: "Revoke 2 access tokens?" });
  const stopping = question.getByRole("list", { name: "Tokens that stop working" });
  await expect(stopping.getByRole("listitem")).toHaveCount(2);
  await expect(stopping).toContainText("bulk-10 of bulk");
  await expect(stopping).toContainText("Never used");
  expect(await works(made.texts[0]), "a preview revokes nothing").toBe(true);
  await page.keyboard.press("Escape");
  await expect(revoke(page)).toBeFocused();
  await revoke(page).click();
  await expect(stopping.getByRole("listitem")).toHaveCount(2);
  await page.getByTestId("confirmation.confirm").dblclick();
  await expect(page.getByTestId("notification-title")).toHaveText("2 access tokens revoked");
  await expect(question).toBeHidden();
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  expect(await Promise.all(made.texts.map(works))).toEqual([false, false, true]);
  const real = sent.filter(({ dry }) => !dry);
  expect(real).toEqual([{ key: expect.stringMatching(/^[0-9a-f]{32}$/), dry: false }]);
});

test("a token revoked in the meantime is named in the preview, and nothing is revoked", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const made = await makeTokens(api, owner.token, "meanwhile", [10, 20]);
  await page.goto("/team/tokens?search=meanwhile");
  await page.getByRole("checkbox", { name: "Select all tokens on this page" }).check();
  const { body: tokens } = await api("GET", `/api/users/${made.userId}/tokens`, {
    token: owner.token,
  });
  await api("DELETE", `/api/users/${made.userId}/tokens/${tokens[0].id}`, { token: owner.token });
  await revoke(page).click();
  await expect(page.getByText("Some tokens were already revoked.")).toBeVisible();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page.getByTestId("notification-title")).toHaveText(
    "Request failed with status code 404",
  );
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
});

test("a token is revoked in its row, and the row disappears", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await makeTokens(api, owner.token, "single", [7]);
  await page.goto("/team/tokens?search=single");
  await row(page, "single-7").getByTestId("access-token-delete").click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page.getByTestId("notification-title")).toHaveText("Access token single-7 revoked");
  await expect(page.getByText("No token matches")).toBeVisible();
});

const textOf = async (file: Download) => readFile(await file.path(), "utf8");

test("an export holds what the filters leave, as CSV and as JSON", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await makeTokens(api, owner.token, "exported", [4, 44]);
  await page.goto("/team/tokens?search=exported&state=expiring");
  const download = async (format: string) => {
    const started = page.waitForEvent("download");
    await page.getByRole("link", { name: `${format} file of all these tokens` }).click();
    return started;
  };
  const csv = await download("CSV");
  expect(csv.suggestedFilename()).toMatch(/^tokens-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await textOf(csv)).trim().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("exported-4");
  const json = JSON.parse(await textOf(await download("JSON")));
  expect(json.map(({ name }: { name: string }) => name)).toEqual(["exported-4"]);
});

test("without the inventory a user sees their own tokens only, and a line that says so (B2)", async ({
  page,
  owner,
  api,
  roost,
}) => {
  await makeTokens(api, owner.token, "another user's", [9]);
  const person = { name: "Auditor", email: "tokens-auditor@example.test", role: "auditor" };
  const { body: made } = await api("POST", "/api/users", { token: owner.token, body: person });
  await signInPerson(page, roost, { email: person.email, password: made.password });
  await page.goto("/team/tokens");
  await expect(page.getByText("Your access tokens.")).toBeVisible();
  await expect(page.getByText("No access tokens yet")).toBeVisible();
  await expect(page.getByText("another user's")).toHaveCount(0);
});
