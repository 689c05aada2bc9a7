import type { Page } from "@playwright/test";
import { type CallApi, expect, test } from "../fixtures/test.ts";

const QUESTION = "**/api/roost/events/audit?**";

const offer = (page: Page) => page.getByTestId("show-new-events");
const detailsButtons = (page: Page) => page.getByTestId("event-details");

async function createGroups(api: CallApi, token: string, names: readonly string[]): Promise<void> {
  for (const name of names) await api("POST", "/api/groups", { token, body: { name } });
}

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

/** Until the page has asked for newer events once more, and has had its answer. */
async function untilAsked(page: Page): Promise<void> {
  const answer = await page.waitForResponse(QUESTION);
  await answer.finished();
}

/** How far a row is from the top of the window. */
const placeOf = (page: Page, text: string) =>
  page
    .getByRole("row")
    .filter({ hasText: text })
    .evaluate((row) => row.getBoundingClientRect().top);

test("what others do is offered without moving what is read: details and scroll position stay", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  await createGroups(api, owner.token, numbered("kept in place", 30));
  await page.goto("/activity?activity_code=group.add");
  await expect(page.getByTestId("activity-live")).toBeEnabled();
  await page
    .getByRole("button", { name: "Details: First Owner created group kept in place 12" })
    .click();
  await expect(page.getByText("group.add", { exact: true })).toBeVisible();
  await page.mouse.wheel(0, 300);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
  const before = await placeOf(page, "created group kept in place 12");
  await createGroups(api, owner.token, ["came meanwhile 1", "came meanwhile 2"]);
  await expect(offer(page)).toHaveText("2 new events — show");
  await expect(page.getByRole("status").filter({ hasText: "New events available." })).toHaveCount(
    1,
  );
  expect(await placeOf(page, "created group kept in place 12")).toBe(before);
  await expect(page.getByText("came meanwhile 1")).toHaveCount(0);

  await offer(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row").nth(1)).toContainText("came meanwhile 2");
  await expect(page.getByText("New", { exact: true })).toHaveCount(2);
  await expect(page.getByText("group.add", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Events" })).toBeFocused();
  await expect(offer(page)).toHaveCount(0);
});

test("at the top, with nothing open, new events appear and are announced once", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  await page.goto("/activity?activity_code=group.add&search=first owner");
  await expect(page.getByTestId("activity-live")).toBeEnabled();
  await createGroups(api, owner.token, ["came in by itself"]);
  await expect(page.getByText("came in by itself")).toBeVisible();
  const announcement = page.getByRole("status").filter({ hasText: "New events added at the top" });
  await expect(announcement).toHaveCount(1);
  await createGroups(api, owner.token, ["and another"]);
  await expect(page.getByText("and another")).toBeVisible();
  await expect(page.getByText("New", { exact: true })).toHaveCount(1);
});

test("switched off it asks no more, and stays off at the next visit", async ({
  ownerPage: page,
}) => {
  await page.clock.install();
  await page.goto("/activity");
  const live = page.getByTestId("activity-live");
  await expect(live).toBeChecked();
  await expect(live).toBeEnabled();
  const questions: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/roost/events/audit?")) questions.push(request.url());
  });
  const first = untilAsked(page);
  await page.clock.runFor(5000);
  await first;
  await live.click();
  await expect(live).not.toBeChecked();
  const asked = questions.length;
  await page.clock.runFor(120_000);
  await page.reload();
  await expect(live).toBeEnabled();
  await expect(live).not.toBeChecked();
  await page.clock.runFor(120_000);
  expect(questions).toHaveLength(asked);
  await live.click();
  const again = untilAsked(page);
  await page.clock.runFor(5000);
  await again;
});

test("a hidden or idle page does not poll until its user is back", async ({ ownerPage: page }) => {
  await page.clock.install();
  await page.goto("/activity");
  await expect(page.getByTestId("activity-live")).toBeEnabled();
  let questions = 0;
  await page.route(QUESTION, (route) => {
    questions += 1;
    return route.continue();
  });
  const show = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await show(true);
  await page.clock.runFor(60_000);
  expect(questions).toBe(0);
  const back = untilAsked(page);
  await show(false);
  await back;
  await page.clock.fastForward(31 * 60_000);
  const before = questions;
  await page.clock.runFor(60_000);
  expect(questions).toBe(before);
  const moved = untilAsked(page);
  await page.mouse.move(5, 5);
  await moved;
});

test("only events that match the filters are offered", async ({ ownerPage: page, api, owner }) => {
  const deleteGroup = async (name: string) => {
    const made = await api("POST", "/api/groups", { token: owner.token, body: { name } });
    await api("DELETE", `/api/groups/${made.body.id}`, { token: owner.token });
  };
  await deleteGroup("gone before");
  await page.goto("/activity?activity_code=group.delete&search=first owner");
  await expect(page.getByTestId("activity-live")).toBeEnabled();
  await page.getByRole("button", { name: "Details: First Owner deleted group gone" }).click();
  await createGroups(api, owner.token, ["not asked for"]);
  await untilAsked(page);
  await untilAsked(page);
  await expect(offer(page)).toHaveCount(0);
  await deleteGroup("gone meanwhile");
  await expect(offer(page)).toHaveText("1 new event — show");
  await offer(page).click();
  await expect(page.getByText("deleted group gone meanwhile")).toBeVisible();
});

test("on a later page and in another order nothing comes in; a link leads to the newest", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  await createGroups(api, owner.token, numbered("on two pages", 52));
  for (const sort of ["", "&sort=timestamp"]) {
    await page.goto(`/activity?activity_code=group.add${sort}`);
    if (sort === "") await page.getByRole("link", { name: "Next" }).click();
    await expect(page).toHaveURL(sort === "" ? /cursor=/ : /sort=/);
    await expect(page.getByTestId("activity-live")).toBeEnabled();
    const sentences = await page.getByRole("row").allTextContents();
    const name = `after the page${sort}`;
    await createGroups(api, owner.token, [name]);
    await expect(offer(page)).toHaveText("1 new event — show");
    expect((await page.getByRole("row").allTextContents()).length).toBe(sentences.length);
    await expect(page.getByText(name, { exact: true })).toHaveCount(0);
    await offer(page).click();
    await expect(page).toHaveURL(/\/activity\?activity_code=group\.add$/);
    await expect(page.getByText(name, { exact: true })).toBeVisible();
  }
});

test("an unreachable server is reported and polled less often; one that refuses is not polled", async ({
  ownerPage: page,
}) => {
  await page.clock.install();
  await page.goto("/activity");
  await expect(page.getByTestId("activity-live")).toBeEnabled();
  const statuses = [503, 503, 200, 401];
  let questions = 0;
  await page.route(QUESTION, (route) => {
    const status = statuses[questions] ?? 500;
    questions += 1;
    return status === 200 ? route.continue() : route.fulfill({ status, json: { message: "no" } });
  });
  const trouble = page.getByTestId("activity-live-trouble");
  const next = async (ms: number) => {
    const asked = untilAsked(page);
    await page.clock.runFor(ms);
    await asked;
  };
  await next(5000);
  await expect(trouble).toHaveText("Live updates paused. Reconnecting…");
  await page.clock.runFor(9000);
  expect(questions).toBe(1);
  await next(1000);
  await page.clock.runFor(19_000);
  expect(questions).toBe(2);
  await next(1000);
  await expect(trouble).toHaveCount(0);
  await next(5000);
  await expect(trouble).toContainText("Live updates stopped: your session has ended.");
  await page.clock.runFor(300_000);
  expect(questions).toBe(statuses.length);
  await expect(detailsButtons(page).first()).toBeVisible();
});

test("details tell a change before and after, in words", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const given = { token: owner.token };
  const body = { name: "changed-ci", role: "user", is_service_user: true, auto_groups: [] };
  const { id } = (await api("POST", "/api/users", { ...given, body })).body;
  const change = { role: "admin", auto_groups: [], is_blocked: true, name: "changed-deploy" };
  await api("PUT", `/api/users/${id}`, { ...given, body: change });
  await page.goto(`/activity?target_id=${id}`);
  const changes = page.getByTestId("event-change");
  for (const [what, text] of [
    ["changed the role", "before: Userafter: Admin"],
    ["blocked", "before: Activeafter: Blocked"],
    ["renamed", "before: changed-ciafter: changed-deploy"],
  ]) {
    const button = page.getByRole("button", { name: new RegExp(`^Details: First Owner ${what}`) });
    await button.click();
    await expect(changes).toHaveText(text ?? "");
    await button.click();
    await expect(changes).toHaveCount(0);
  }
});
