import type { Page } from "@playwright/test";
import { plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

async function newServiceUser(api: CallApi, token: string, name: string): Promise<string> {
  const body = { name, role: "user", is_service_user: true };
  return (await api("POST", "/api/users", { token, body })).body.id;
}

/** Holds requests to a path until the answer is called. */
async function hold(page: Page, path: string, method: string): Promise<() => void> {
  const { promise: released, resolve } = Promise.withResolvers<void>();
  await page.route(path, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    await released;
    await route.continue().catch(() => {});
  });
  return resolve;
}

/** The same for pages that are gone to within the dashboard, not for those that are fetched ahead. */
async function holdPage(page: Page, path: string): Promise<() => void> {
  const { promise: released, resolve } = Promise.withResolvers<void>();
  await page.route(`**${path}?*`, async (route) => {
    if (route.request().headers()["next-router-prefetch"] === undefined) await released;
    await route.continue();
  });
  return resolve;
}

const sign = (page: Page) => page.getByTestId("page-underway");

test("a token's popup stays while the token is being made, whatever is pressed, and its text is shown", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const id = await newServiceUser(api, owner.token, "slowly made");
  await page.goto(`/team/service-users/${id}`);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("slow");
  const release = await hold(page, "**/tokens", "POST");
  await page.getByTestId("create-access-token").click();
  await expect(page.getByTestId("create-access-token")).toHaveAttribute("aria-busy", "true");
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await page.getByTestId("modal-close").click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByTestId("access-token-name")).toHaveValue("slow");
  release();
  await readPlainToken(page, roost);
  await page.getByTestId("access-token-copy-close").click();
  await page.getByTestId("access-token-open-modal").click();
  await expect(page.getByTestId("access-token-name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a server that never answers is reported after a minute as an unknown outcome, and the popup can be closed", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const id = await newServiceUser(api, owner.token, "never answered");
  await page.clock.install();
  await page.goto(`/team/service-users/${id}`);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("lost");
  const release = await hold(page, "**/tokens", "POST");
  await page.getByTestId("create-access-token").click();
  await expect(page.getByTestId("create-access-token")).toHaveAttribute("aria-busy", "true");
  await page.clock.fastForward(60_000);
  await expect(page.getByTestId("notification-title")).toHaveText(
    "The server did not respond in time",
  );
  await expect(page.getByText("Your change may have been saved.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(plainTokenDialog(page)).toBeHidden();
  release();
});

test("a slow page shows progress, from the drawer and from a shortcut", async ({
  ownerPage: page,
}) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto("/overview");
  const showGroups = await holdPage(page, "/team/groups");
  await page.getByRole("button", { name: "Open navigation" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Groups" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(sign(page)).toHaveText("Loading…");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  showGroups();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Groups");
  await expect(sign(page)).toBeEmpty();

  const showUsers = await holdPage(page, "/team/users");
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expect(sign(page)).toHaveText("Loading…");
  showUsers();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users");
  await expect(sign(page)).toBeEmpty();
});
