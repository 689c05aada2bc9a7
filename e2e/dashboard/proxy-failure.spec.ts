import type { Page, Route } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

const PROXY_WORDS = "The upstream server is away";

/** What a proxy before the server answers while that is away: HTML, and no id of a request. */
const away = (route: Route) =>
  route.fulfill({ status: 503, contentType: "text/html", body: `<h1>${PROXY_WORDS}</h1>` });

const toast = (page: Page) => page.getByTestId("notification-title");

test("a proxy's 503 on creation is shown as a failure and keeps the input (B8, B19)", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/service-users");
  await page.route("**/api/users", away);
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill("not lost");
  await page.getByTestId("create-service-user").click();
  await expect(toast(page)).toHaveText("Request failed with status code 503");
  await expect(page.getByTestId("notification-request-id")).toHaveCount(0);
  await expect(page.getByTestId("service-user-name")).toHaveValue("not lost");
  await expect(toast(page)).toHaveCount(1);
  await page.unroute("**/api/users");
  await page.getByTestId("create-service-user").click();
  await expect(page.getByRole("row").filter({ hasText: "not lost" })).toBeVisible();
});

test("a proxy's 503 while looking up is no empty answer (B1, B19)", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const body = { name: "has a token", role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body });
  await api("POST", `/api/users/${made.id}/tokens`, {
    token,
    body: { name: "in force", expires_in: 30 },
  });
  await page.route(/\/api\/(?:users\/[^/]+\/tokens|groups)$/, away);
  await page.goto(`/team/service-users/${made.id}`);
  await page.getByRole("button", { name: "Delete service user" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("All access tokens stop working immediately");
  await expect(question).not.toContainText("No active tokens");
  await page.getByTestId("confirmation.cancel").click();
  await page.goto(`/team/users/${owner.id}`);
  await page.getByTestId("user-group-selector").click();
  await expect(page.getByText("Could not load groups")).toBeVisible();
});

test("a proxy's 503 in place of a list never looks like a list without entries (B1, B19)", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/users");
  await page.route("**/team/service-users*", away);
  await page.getByRole("link", { name: "Service Users" }).first().click();
  await expect(page.getByText(PROXY_WORDS)).toBeVisible();
  await expect(page.getByText("No service users yet")).toHaveCount(0);
});

test("searching again and again leaves nothing behind in the page (B16)", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/users");
  const search = page.getByTestId("table-search-input");
  const count = page.getByRole("search").getByRole("status");
  const elements = () => page.evaluate(() => document.body.querySelectorAll("main *").length);
  const show = async (text: string, expected: string | RegExp) => {
    await search.fill(text);
    await expect(count).toHaveText(expected);
  };
  await show("no such person", /^0 /);
  await show("", /^[1-9]/);
  const before = await elements();
  for (let time = 0; time < 4; time += 1) {
    await show("no such person", /^0 /);
    await show("", /^[1-9]/);
  }
  expect(await elements()).toBe(before);
});
