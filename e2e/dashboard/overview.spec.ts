import type { Page } from "@playwright/test";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { expect, OWNER, test } from "../fixtures/test.ts";

test.use({ installation: "overview" });

const steps = (page: Page) => page.getByRole("region", { name: "Get started" });
const lineOf = (page: Page, concern: string) => page.getByTestId(`attention-${concern}`);

test("the first steps lead to where they are taken, are marked once done, and can be put away", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/overview$/);
  await expect(steps(page).getByRole("link")).toHaveText([
    "Create a service user",
    "Create an access token",
    "Make your first API call",
    "Invite a colleague",
  ]);
  await steps(page).getByRole("link", { name: "Create a service user" }).click();
  await expect(page.getByRole("dialog", { name: "Create service user" })).toBeVisible();
  await expect(page, "a reload does not ask again").toHaveURL(/\/team\/service-users$/);
  const body = { name: "first", role: "user", is_service_user: true };
  const user = await api("POST", "/api/users", { token: owner.token, body });
  const tokens = `/api/users/${user.body.id}/tokens`;
  await page.goto("/overview");
  const create = steps(page).getByRole("link", { name: "Create an access token" });
  await expect(create, "the owner's own token is none of a service user").toHaveAttribute(
    "href",
    `/team/service-users/${user.body.id}`,
  );
  const made = await api("POST", tokens, {
    token: owner.token,
    body: { name: "its first", expires_in: 30 },
  });
  await api("GET", "/api/groups", { token: made.body.plain_token });
  // That a token was used is written soon after.
  await expect(async () => {
    await page.goto("/overview");
    await expect(steps(page).getByRole("link")).toHaveText(["Invite a colleague"], { timeout: 1 });
  }).toPass();
  await page.getByTestId("hide-first-steps").click();
  await expect(steps(page)).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
  await expect(steps(page)).toBeHidden();
});

test("what needs attention is counted, and its link shows just that", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const { token } = owner;
  const service = { name: "attended", role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: service });
  const body = { name: "ends soon", expires_in: 3 };
  await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  await page.goto("/overview");
  await expect(lineOf(page, "expiring")).toContainText("1 access token expires within 14 days");
  await expect(lineOf(page, "neverUsed")).toContainText("1 access token never used");
  await expect(lineOf(page, "failedSignIns")).toBeHidden();
  await expect(page.getByText("Expiry notices are off")).toBeVisible();
  await lineOf(page, "expiring").getByRole("link").click();
  await expect(page).toHaveURL(/state=expiring/);
  await expect(page.getByText("ends soon")).toBeVisible();
  const request = page.context().request;
  const { csrfToken } = await (await request.get(`${roost.url}/api/auth/csrf`)).json();
  await request.post(`${roost.url}/api/auth/callback/credentials`, {
    form: { csrfToken, email: OWNER.email, password: "not the password", json: "true" },
    headers: { origin: roost.url },
  });
  await expect(async () => {
    await page.goto("/overview");
    await expect(lineOf(page, "failedSignIns")).toContainText("1 sign-in failed", { timeout: 1 });
  }).toPass();
  await lineOf(page, "failedSignIns").getByRole("link").click();
  await expect(page.getByTestId("event-details")).toHaveCount(1);
});

test("calls and events of each day are drawn, and the same numbers stand in a table", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  for (let call = 0; call < 3; call += 1) await api("GET", "/api/groups", { token });
  const usage = await api("GET", "/api/tokens/usage", { token });
  const events = await api("GET", "/api/events/audit/daily", { token });
  await page.goto("/overview");
  const lastOf = (days: { count: number }[]) => days.at(-1)?.count ?? 0;
  for (const { name, least } of [
    { name: "Calls per day", least: lastOf(usage.body.by_day) },
    { name: "Events per day", least: lastOf(events.body.by_day) },
  ]) {
    await expect(
      page.getByRole("img", { name: new RegExp(`^${name}, .*Highest: `) }),
    ).toBeVisible();
    await page.getByText(`${name} as a table`).click();
    const today = page.getByLabel(`${name}, table`).getByRole("row").last();
    const [count = ""] = /[\d,]+(?= (?:call|event))/.exec((await today.textContent()) ?? "") ?? [];
    expect(least, name).toBeGreaterThan(0);
    expect(Number(count.replaceAll(",", "")), name).toBeGreaterThanOrEqual(least);
  }
});

test("a user without users.read sees their own tokens and nothing of others", async ({
  browser,
  roost,
  owner,
  api,
}) => {
  const page = await pageOf(browser, roost, await createPerson(api, owner.token, "user", "reader"));
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Your token expiry" })).toBeVisible();
  const inForce = page.getByRole("row").filter({ hasText: "< 7 days" }).getByRole("cell");
  await expect(inForce).toHaveText("0");
  await expect(page.getByText("No calls in the last 30 days.")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Calls per day/ })).toBeHidden();
  await expect(page.getByRole("heading", { name: "Latest events" })).toBeHidden();
  await expect(page.getByText("Expiry notices")).toBeHidden();
  await expect(steps(page)).toBeHidden();
  for (const concern of ["failedSignIns", "waiting", "expiredInvites", "expiring"]) {
    await expect(lineOf(page, concern)).toBeHidden();
  }
  await page.context().close();
});
