import type { Locator, Page } from "@playwright/test";
import { createPerson } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const LONG = "anamewithoutablank".repeat(11);
const AGENT = `runner/1.0 ${"requests".repeat(24)}`;

test.use({ viewport: { width: 320, height: 568 } });

/** By how many pixels something is wider than the room that it has. */
const excess = (box: Locator) =>
  box.evaluate((element) => element.scrollWidth - element.clientWidth);

async function createUser(api: Parameters<typeof createPerson>[0], token: string, name: string) {
  const body = { name, role: "user", is_service_user: true, auto_groups: [] };
  return (await api("POST", "/api/users", { token, body })).body.id as string;
}

test("a long name and a long user agent widen no page and no dialog, on a phone either", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", LONG.slice(0, 60));
  await page.goto(`/team/users/${person.id}`);
  await expect(page.getByText("has not created any.")).toBeVisible();
  expect(await excess(page.locator("html"))).toBe(0);

  const userId = await createUser(api, owner.token, LONG);
  const tokens = `/api/users/${userId}/tokens`;
  const body = { name: LONG, expires_in: 30 };
  const made = await api("POST", tokens, { token: owner.token, body });
  const token = made.body.plain_token;
  await api("GET", "/api/users/current", { token, headers: { "user-agent": AGENT } });
  await page.goto(`/team/service-users/${userId}`);
  for (const [opener, shown] of [
    ["access-token-usage", page.getByRole("dialog")],
    ["access-token-delete", page.getByRole("alertdialog")],
  ] as const) {
    await page.getByTestId(opener).click();
    await expect(shown.getByText(/\(runner\/1\.0/)).toBeVisible();
    expect(await excess(shown), opener).toBe(0);
    await page.keyboard.press("Escape");
    await expect(shown).toBeHidden();
  }
  await page.getByRole("button", { name: "Delete service user" }).click();
  await expect(page.getByRole("alertdialog").getByText(/\(runner\/1\.0/)).toBeVisible();
  expect(await excess(page.getByRole("alertdialog"))).toBe(0);
});

/** Whether a press in the middle of something reaches it. */
const isFree = (button: Locator) =>
  button.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    return element.contains(hit);
  });

async function failOnce(page: Page): Promise<void> {
  await page.route(
    "**/api/users",
    (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()),
    { times: 1 },
  );
}

test("a failure on a phone leaves the dialog's buttons usable", async ({ ownerPage: page }) => {
  await page.goto("/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill("pressed-again");
  await failOnce(page);
  const create = page.getByTestId("create-service-user");
  await create.click();
  const title = page.getByTestId("notification-title");
  await expect(title).toHaveText("Couldn't reach the server");
  await expect
    .poll(() => title.evaluate((element) => element.getBoundingClientRect().top))
    .toBeLessThan(200);
  expect(await isFree(create)).toBe(true);
  await create.click();
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a failure on a phone covers neither title nor buttons of a full-screen dialog", async ({
  ownerPage: page,
}) => {
  await page.goto("/team/users");
  await page.getByTestId("open-invite-user-modal").click();
  await page.getByLabel("Name", { exact: true }).fill("Seen Whole");
  await page.getByLabel("Email", { exact: true }).fill("seen.whole@example.test");
  await page.route("**/api/users/invites", (route) => route.abort(), { times: 1 });
  await page.getByTestId("invite-user").click();
  await expect(page.getByTestId("notification-title")).toBeVisible();
  const dialog = page.getByRole("dialog", { name: "Invite user" });
  // It comes from above the screen.
  await expect.poll(() => topOf(page.locator("[data-slot=notification]"))).toBeGreaterThan(0);
  for (const control of [
    dialog.getByRole("button", { name: "Close" }),
    dialog.getByText("Invite link", { exact: true }),
    dialog.getByTestId("invite-user"),
  ]) {
    await control.scrollIntoViewIfNeeded();
    expect(await isFree(control), String(control)).toBe(true);
  }
  await page.getByRole("button", { name: "Dismiss notification" }).click();
  await expect(page.getByTestId("notification-title")).toBeHidden();
  await expect.poll(() => topOf(dialog)).toBeLessThan(40);
});

const topOf = (box: Locator) => box.evaluate((element) => element.getBoundingClientRect().top);

test("a name that is refused has the focus, wherever the page was scrolled to", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const userId = await createUser(api, owner.token, "refused-name");
  await page.goto(`/team/service-users/${userId}`);
  const name = page.getByRole("form", { name: "Details" }).getByLabel("Name");
  await name.fill("");
  await page.getByTestId("save-changes").click();
  await expect(page.getByText("Enter a name.")).toBeInViewport();
  await expect(name).toBeFocused();
});
