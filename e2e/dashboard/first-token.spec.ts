import type { Page } from "@playwright/test";
import { pagesFetched, placesOf, readPlainToken } from "../fixtures/plain-token.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

/** Opens the popup for a new service user and types its name. */
async function begin(page: Page, name: string): Promise<void> {
  await page.goto("/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill(name);
}

const andToken = (page: Page) => page.getByTestId("create-service-user-and-token");
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });

/** The service users of this name with the names of their tokens. */
async function madeUsers(api: CallApi, token: string, name: string) {
  const found = await api("GET", `/api/users?service_user=true&search=${name}`, { token });
  return Promise.all(
    found.body.map(async ({ id }: { id: string }) => {
      const tokens = await api("GET", `/api/users/${id}/tokens`, { token });
      return { id, tokens: tokens.body.map((one: { name: string }) => one.name) };
    }),
  );
}

test("a new service user goes straight on to its first token, which works, and then to its page", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  await begin(page, "straight-on");
  await andToken(page).click();
  const step = dialog(page, "Create access token");
  await expect(step).toContainText("straight-on was created.");
  await expect(step.getByTestId("access-token-name")).toHaveValue("straight-on");
  await expect(step.getByTestId("access-token-name")).toBeFocused();
  expect(await page.evaluate(() => String(getSelection()))).toBe("straight-on");
  await expect(step.getByTestId("access-token-expires-in")).toHaveValue("30");
  await expect(step).toContainText(/Expires .*\d{4}/);
  await page.keyboard.press("Enter");
  const text = await readPlainToken(page, roost);
  expect((await api("GET", "/api/users", { token: text })).status).toBe(200);

  await page.getByTestId("access-token-copy-close").click();
  const [made, ...others] = await madeUsers(api, owner.token, "straight-on");
  expect(others).toEqual([]);
  expect(made.tokens).toEqual(["straight-on"]);
  await expect(page).toHaveURL(new RegExp(`/team/service-users/${made.id}$`));
  await expect(row(page, text.slice(0, 14))).toBeVisible();
  expect(await placesOf(page)).not.toContain(text);
  await page.goBack();
  await expect(row(page, "straight-on")).toContainText("1");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("nothing is fetched that could take the place of the token before its popup is closed", async ({
  ownerPage: page,
  roost,
}) => {
  await begin(page, "undisturbed");
  await andToken(page).click();
  await expect(page.getByTestId("access-token-name")).toBeFocused();
  await page.waitForLoadState("networkidle");
  const pages = pagesFetched(page);
  await page.getByTestId("create-access-token").click();
  await readPlainToken(page, roost);
  await page.waitForLoadState("networkidle");
  expect(pages).toEqual([]);
  await page.getByTestId("access-token-copy-close").click();
  await expect(page).toHaveURL(/\/team\/service-users\/.+/);
  expect(pages).not.toEqual([]);
});

for (const [way, leave] of [
  ["Skip", (page: Page) => page.getByRole("button", { name: "Skip" }).click()],
  ["Esc", (page: Page) => page.keyboard.press("Escape")],
  ["the ✕", (page: Page) => page.getByTestId("modal-close").click()],
] as const) {
  test(`${way} in the token step: it says that the service user is there, without a token`, async ({
    ownerPage: page,
    owner,
    api,
  }) => {
    const name = `left-by-${way.length}`;
    await begin(page, name);
    await andToken(page).click();
    await expect(page.getByTestId("access-token-name")).toBeFocused();
    await leave(page);
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.getByTestId("notification-title").last()).toHaveText(
      `Service user ${name} created`,
    );
    await expect(page.getByTestId("open-service-user-modal")).toBeFocused();
    await expect(row(page, name)).toHaveCount(1);
    expect(await madeUsers(api, owner.token, name)).toMatchObject([{ tokens: [] }]);
    await page.getByTestId("open-service-user-modal").click();
    await expect(page.getByTestId("service-user-name")).toHaveValue("");
  });
}

test("the token step stays until the answer is there", async ({ ownerPage: page, roost }) => {
  await begin(page, "being-made");
  await andToken(page).click();
  await expect(page.getByTestId("access-token-name")).toBeFocused();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/tokens", async (route) => {
    await released;
    await route.continue();
  });
  await page.getByTestId("create-access-token").click();
  await expect(page.getByTestId("create-access-token")).toHaveAttribute("aria-busy", "true");
  await page.keyboard.press("Escape");
  await page.getByTestId("modal-close").click();
  await page.getByRole("button", { name: "Skip" }).click();
  await expect(page.getByTestId("access-token-name")).toBeVisible();
  release();
  await readPlainToken(page, roost);
  await expect(page.getByText("has no access token yet")).toHaveCount(0);
});

test("a token step that fails makes no second service user, and can be tried again", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  await begin(page, "tried-again");
  await andToken(page).click();
  await expect(page.getByTestId("access-token-name")).toBeFocused();
  await page.route("**/tokens", (route) => route.abort(), { times: 1 });
  await page.getByTestId("create-access-token").click();
  await expect(page.getByText("Couldn't reach the server")).toBeVisible();
  expect(await madeUsers(api, owner.token, "tried-again")).toMatchObject([{ tokens: [] }]);
  await page.getByTestId("create-access-token").click();
  await readPlainToken(page, roost);
  expect(await madeUsers(api, owner.token, "tried-again")).toMatchObject([
    { tokens: ["tried-again"] },
  ]);
});

test("pressed twice, and with Enter before the response, it creates one service user", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await begin(page, "pressed-twice");
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/api/users", async (route) => {
    await released;
    await route.continue();
  });
  await andToken(page).dblclick();
  await page.keyboard.press("Enter");
  // Not before: once the token step has the focus, Enter creates the token.
  release();
  await expect(page.getByTestId("access-token-name")).toBeVisible();
  expect(await madeUsers(api, owner.token, "pressed-twice")).toHaveLength(1);
});

test("the short way stays the one that Enter takes; a wrong name stays in the first step", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await begin(page, "");
  await andToken(page).click();
  await expect(dialog(page, "Create service user")).toContainText("Enter a name.");
  await page.getByTestId("service-user-name").fill("short-way");
  await page.getByTestId("service-user-name").press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(row(page, "short-way")).toBeVisible();
  expect(await madeUsers(api, owner.token, "short-way")).toMatchObject([{ tokens: [] }]);
});
