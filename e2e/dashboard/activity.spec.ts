import { signInPerson } from "../fixtures/people.ts";
import { type ApiAnswer, expect, signInWithoutForm, test } from "../fixtures/test.ts";

const person = (email: string, role: string) => ({
  name: email.split("@")[0],
  email,
  role,
  is_service_user: false,
  auto_groups: [],
});

test("events are listed newest first with before and after, also those of a deleted user (B21)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const given = { token: owner.token };
  const body = { name: "audited-deploy", role: "user", is_service_user: true, auto_groups: [] };
  const { id } = (await api("POST", "/api/users", { ...given, body })).body;
  const change = { role: "admin", auto_groups: [], is_blocked: false };
  await api("PUT", `/api/users/${id}`, { ...given, body: change });
  const token = { name: "audited-ci", expires_in: 3 };
  const made = await api("POST", `/api/users/${id}/tokens`, { ...given, body: token });
  const tokenPath = `/api/users/${id}/tokens/${made.body.personal_access_token.id}`;

  await page.goto(`/activity?target_id=${id}`);
  const sentences = page.getByRole("row").filter({ hasText: "audited-deploy" });
  await expect(sentences).toHaveText([
    /First Owner created access token audited-ci for audited-deploy/,
    /First Owner changed the role of audited-deploy from User to Admin/,
    /First Owner created service user audited-deploy/,
  ]);
  await sentences.first().getByRole("link", { name: "audited-deploy" }).click();
  await expect(page).toHaveURL(new RegExp(`/team/service-users/${id}$`));

  await api("DELETE", tokenPath, given);
  await api("DELETE", `/api/users/${id}`, given);
  await page.goto(`/activity?target_id=${id}`);
  await expect(sentences.first()).toContainText("First Owner deleted service user audited-deploy");
  await expect(sentences).toHaveCount(5);
  await expect(sentences.nth(1)).toContainText(
    "First Owner revoked access token audited-ci of audited-deploy",
  );
  await expect(sentences.getByRole("link", { name: "audited-deploy" })).toHaveCount(0);
  const filter = page.getByRole("button", { name: "Remove the filter Target: audited-deploy" });
  await expect(filter).toBeVisible();
});

test("the details hold every value and the request id, and open and close by keyboard (B11)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const body = { name: "Detailed", peers: [], resources: [] };
  const made = await api("POST", "/api/groups", { token: owner.token, body });
  await page.goto(`/activity?target_id=${made.body.id}`);
  const details = page.getByRole("button", { name: "Details: First Owner created group" });
  await expect(details).toBeEnabled();
  await details.focus();
  await page.keyboard.press("Enter");
  await expect(details).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByText("group.add", { exact: true })).toBeVisible();
  const requestId = made.headers.get("x-request-id") ?? "";
  expect(requestId).not.toBe("");
  await expect(page.getByText(requestId, { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy request ID" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(details).toHaveAttribute("aria-expanded", "false");
  await expect(page.getByText(requestId, { exact: true })).toBeHidden();
});

test("filters are in the address under the API's own names, shared and removed one by one (B20)", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const given = { token: owner.token };
  const body = { name: "filtered-ci", role: "user", is_service_user: true, auto_groups: [] };
  const { id } = (await api("POST", "/api/users", { ...given, body })).body;
  for (const is_blocked of [true, false]) {
    await api("PUT", `/api/users/${id}`, {
      ...given,
      body: { role: "user", auto_groups: [], is_blocked },
    });
  }
  await page.goto("/activity");
  await page.getByTestId("table-filters-button").click();
  await page.getByRole("checkbox", { name: "User blocked", exact: true }).check();
  await expect(page).toHaveURL(/activity_code=user\.block$/);
  await page.getByRole("checkbox", { name: "User unblocked", exact: true }).check();
  await page.getByLabel("From", { exact: true }).fill("2020-01-02");
  await expect(page).toHaveURL(/since=2020-01-0[123]T/);
  await page.keyboard.press("Escape");
  await page.getByTestId("table-search-input").fill("filtered-ci");
  await expect(page.getByText("2 events", { exact: true })).toBeVisible();

  const csv = await page.getByRole("link", { name: /^CSV/ }).getAttribute("href");
  const file = await page.request.get(csv ?? "");
  expect(file.headers()["content-disposition"]).toContain(".csv");
  expect((await file.text()).trim().split("\r\n")).toHaveLength(3);
  const json = await page.getByRole("link", { name: /^JSON/ }).getAttribute("href");
  expect(await (await page.request.get(json ?? "")).json()).toHaveLength(2);

  await page.reload();
  await expect(page.getByText("2 events", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter User unblocked" }).click();
  await expect(page.getByText("1 event", { exact: true })).toBeVisible();
  await expect(page.getByRole("list", { name: "Active filters" })).toBeFocused();
  await expect(page.getByRole("row").filter({ hasText: "blocked filtered-ci" })).toHaveCount(1);
  await page.getByTestId("reset-filters-and-search").click();
  await expect(page).toHaveURL(/\/activity$/);
  await expect(page.getByTestId("table-search-input")).toHaveValue("");
});

test("a day that is chosen ends with that day where the reader is", async ({
  browser,
  roost,
  owner,
}) => {
  expect(owner.id).not.toBe("");
  const context = await browser.newContext({ baseURL: roost.url, timezoneId: "Asia/Tokyo" });
  const page = await context.newPage();
  await signInWithoutForm(page, roost, {
    email: "owner@example.test",
    password: "a long enough password",
  });
  await page.goto("/activity");
  await page.getByTestId("table-filters-button").click();
  await page.getByLabel("To", { exact: true }).fill("2020-01-02");
  await expect(page).toHaveURL(/until=2020-01-02T15:00:00\.000Z/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Remove the filter To" })).toHaveText(
    "To: 2 Jan 2020",
  );
  await expect(page.getByText("No event matches")).toBeVisible();
  await page.getByRole("link", { name: "Show all events" }).click();
  await expect(page.getByTestId("event-details").first()).toBeVisible();
  await context.close();
});

test("pages lead on and back, and a cursor that fits nothing leads to the first", async ({
  ownerPage: page,
  api,
  owner,
}) => {
  const answers: ApiAnswer[] = [];
  for (let count = 0; count < 55; count += 1) {
    const body = { name: `paged ${count}`, peers: [], resources: [] };
    answers.push(await api("POST", "/api/groups", { token: owner.token, body }));
  }
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  await page.goto("/activity?activity_code=group.add");
  await expect(page.getByTestId("event-details")).toHaveCount(50);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("paged 0", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText("paged 54", { exact: true })).toBeVisible();
  await page.goto("/activity?activity_code=group.add&cursor=nowhere");
  await expect(page).toHaveURL(/activity_code=group\.add$/);
});

test("without events.read the page says so instead of showing an empty list (B1)", async ({
  page,
  roost,
  api,
  owner,
}) => {
  const email = "reads-nothing@example.test";
  const made = await api("POST", "/api/users", {
    token: owner.token,
    body: person(email, "user"),
  });
  await signInPerson(page, roost, { email, password: made.body.password });
  await page.goto("/activity");
  await expect(page.getByText("Your role does not allow this.")).toBeVisible();
  await expect(page.getByText("No event matches")).toBeHidden();
  await expect(page.getByRole("link", { name: "Activity" })).toHaveCount(0);
});

test("a reload in place shows what happened since", async ({ ownerPage: page, api, owner }) => {
  await page.goto("/activity?search=owner&activity_code=group.add");
  const body = { name: "since the page was read", peers: [], resources: [] };
  await expect(page.getByTestId("table-search-input")).toBeVisible();
  await api("POST", "/api/groups", { token: owner.token, body });
  await page.goto("/activity?activity_code=group.delete,group.add");
  await expect(page.getByText("since the page was read")).toBeVisible();
  await api("POST", "/api/groups", { token: owner.token, body: { ...body, name: "even newer" } });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("even newer")).toBeVisible();
  await expect(page).toHaveURL(/activity_code=group\.delete,group\.add$/);
});
