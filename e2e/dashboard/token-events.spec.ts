import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

async function makeTokens(api: CallApi, token: string, name: string, names: string[]) {
  const user = { name, role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  const ids: string[] = [];
  for (const one of names) {
    const body = { name: one, expires_in: 40 };
    const answer = await api("POST", `/api/users/${made.id}/tokens`, { token, body });
    ids.push(answer.body.personal_access_token.id);
  }
  return { userId: made.id as string, ids };
}

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });
const details = (page: Page, text: string) => row(page, text).getByTestId("event-details").click();

test("an event leads to its token, and the token's use to all events about it", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { userId, ids } = await makeTokens(api, owner.token, "to and fro", ["there", "other"]);
  await page.goto(`/activity?target_id=${userId}`);
  await row(page, "created access token there").getByRole("link", { name: "there" }).click();
  await expect(page).toHaveURL(`/team/tokens?id=${ids[0]}`);
  await expect(page.getByRole("button", { name: "Remove the filter Token: there" })).toBeVisible();
  await expect(page.getByText("1 token", { exact: true })).toBeVisible();
  await row(page, "there").getByTestId("access-token-usage").click();
  const popup = page.getByRole("dialog", { name: "there usage" });
  await expect(popup.getByRole("link", { name: "View activity" })).toBeVisible();
  await expectAccessible(page, "use with the way to events");
  await popup.getByRole("link", { name: "View activity" }).click();
  await expect(page).toHaveURL(`/activity?target_id=${userId}&target_token_id=${ids[0]}`);
  await expect(page.getByText("1 event", { exact: true })).toBeVisible();
  await expect(page.getByTestId("table-filters-button")).toHaveText("Filters (1)");
  await details(page, "created access token there");
  await expect(page.getByRole("link", { name: "Show token" })).toHaveAttribute(
    "href",
    `/team/tokens?id=${ids[0]}`,
  );
  await expectAccessible(page, "the events about a token");
  await page.getByRole("button", { name: /^Remove the filter Token: there of/ }).click();
  await expect(page).toHaveURL(/\/activity$/);
});

test("the events of a revoked token say that it is gone, and lead to one another", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { userId, ids } = await makeTokens(api, owner.token, "gone by now", ["gone"]);
  await api("DELETE", `/api/users/${userId}/tokens/${ids[0]}`, { token: owner.token });
  await page.goto(`/activity?target_id=${userId}`);
  const created = row(page, "created access token gone");
  await expect(created).toBeVisible();
  await expect(created.getByRole("link", { name: "gone", exact: true })).toHaveCount(0);
  await details(page, "created access token gone");
  await expect(page.getByText("Revoked.", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Show token" })).toHaveCount(0);
  await page.getByRole("link", { name: "All events for this token" }).click();
  await expect(page).toHaveURL(/target_token_id=/);
  await expect(page.getByText("2 events", { exact: true })).toBeVisible();
  await page.goto(`/team/tokens?id=${ids[0]}`);
  await expect(page.getByText("No token matches")).toBeVisible();
  await expect(page.getByText("it may have been revoked")).toBeVisible();
});

test("with events.read but without tokens.read an existing token is not called missing", async ({
  owner,
  api,
  roost,
  browser,
}) => {
  const { userId } = await makeTokens(api, owner.token, "for auditors", ["seen"]);
  const person = await createPerson(api, owner.token, "auditor");
  const page = await pageOf(browser, roost, person);
  await page.goto(`/activity?target_id=${userId}`);
  await details(page, "created access token seen");
  await expect(page.getByRole("link", { name: "All events for this token" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Show token" })).toHaveCount(0);
  await expect(page.getByText("Revoked.", { exact: true })).toHaveCount(0);
  await page.context().close();
});

test("a user sees which of their tokens was revoked, by whom, and creates a new one", async ({
  owner,
  api,
  roost,
  browser,
}) => {
  const person = await createPerson(api, owner.token, "user", "Token Loser");
  const page = await pageOf(browser, roost, person);
  const at = `/team/users/${person.id}`;
  await page.goto(`${at}?new=1`);
  await page.getByTestId("access-token-name").fill("nightly");
  await page.getByTestId("create-access-token").click();
  await page.getByTestId("access-token-copy-close").click();
  await expect(row(page, "nightly")).toBeVisible();
  await expect(page.getByTestId("revoked-notice")).toHaveCount(0);
  const path = `/api/users/${person.id}/tokens`;
  const { body: made } = await api("GET", path, { token: owner.token });
  await api("DELETE", `${path}/${made[0].id}`, { token: owner.token });
  await page.reload();
  const notice = page.getByTestId("revoked-notice");
  await expect(notice).toContainText("nightly was revoked by First Owner, just now");
  await expectAccessible(page, "a page with a revocation");
  const again = notice.getByRole("button", { name: "Create new token for nightly" });
  await again.click();
  await expect(page.getByTestId("access-token-name")).toHaveValue("nightly");
  await page.keyboard.press("Escape");
  await expect(again).toBeFocused();
  // Their own account of it is no audit trail.
  await page.goto("/activity");
  await expect(page.getByText("You don't have access to this page")).toBeVisible();
  await page.context().close();
});

test("a service user's page shows revocations, but not to the user who made them", async ({
  ownerPage: page,
  owner,
  api,
  roost,
  browser,
}) => {
  const { userId, ids } = await makeTokens(api, owner.token, "shared machine", ["shared"]);
  await api("DELETE", `/api/users/${userId}/tokens/${ids[0]}`, { token: owner.token });
  const at = `/team/service-users/${userId}`;
  await page.goto(at);
  await expect(page.getByText("No access tokens yet")).toBeVisible();
  await expect(page.getByTestId("revoked-notice")).toHaveCount(0);
  const admin = await pageOf(browser, roost, await createPerson(api, owner.token, "admin"));
  await admin.goto(at);
  await expect(admin.getByTestId("revoked-notice")).toContainText("shared was revoked by");
  await admin.context().close();
});
