import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

// The setting applies to the whole account: other tests must not see it.
test.use({ installation: "token lifetime" });

const FIELD = "Maximum token lifetime (days)";
const limit = (page: Page) => page.getByLabel(FIELD);
const days = (page: Page) => page.getByTestId("access-token-expires-in");
const presets = (page: Page) => page.getByRole("group", { name: "Presets" }).getByRole("button");

async function account(api: CallApi, token: string) {
  return (await api("GET", "/api/accounts", { token })).body[0];
}

async function allow(api: CallApi, token: string, access_token_max_days: number | null) {
  const { id, settings } = await account(api, token);
  const body = { settings: { ...settings, access_token_max_days } };
  expect((await api("PUT", `/api/accounts/${id}`, { token, body })).status).toBe(200);
}

async function serviceUser(api: CallApi, token: string, name: string, tokenDays: number[]) {
  const user = { name, role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  for (const expires_in of tokenDays) {
    const body = { name: `${name}-${expires_in}`, expires_in };
    await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  }
  return `/team/service-users/${made.id}`;
}

test("the maximum lifetime is set and removed in the settings; a wrong number is shown at the field", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const stored = async () =>
    (await account(api, owner.token)).settings.access_token_max_days as number | null;
  await page.goto("/settings?tab=authentication");
  await expect(limit(page)).toHaveValue("");
  await expect(limit(page)).toHaveAccessibleDescription(/Existing tokens keep their expiry\./);
  await limit(page).fill("400");
  await limit(page).press("Enter");
  await expect(limit(page)).toHaveAttribute("aria-invalid", "true");
  await expect(limit(page)).toBeFocused();
  await expect(limit(page)).toHaveAccessibleDescription(/Enter a whole number from 1 to 365/);
  await expectAccessible(page, "a wrong limit");
  expect(await stored()).toBeNull();
  await limit(page).fill("60");
  await expect(limit(page)).not.toHaveAttribute("aria-invalid");
  await limit(page).press("Enter");
  await expect(page.getByTestId("notification-title")).toHaveText("Settings saved");
  expect(await stored()).toBe(60);
  await page.goto("/activity?activity_code=account.setting.update");
  await expect(page.getByRole("table")).toContainText("access_token_max_days from nothing to 60");
  await page.goto("/settings?tab=authentication");
  await expect(limit(page)).toHaveValue("60");
  await limit(page).fill("");
  await page.getByTestId("save-changes").click();
  await expect(page.getByTestId("notification-title")).toHaveText("Settings saved");
  expect(await stored()).toBeNull();
});

test("a role that may not change settings reads the longest lifetime", async ({
  owner,
  api,
  roost,
  browser,
}) => {
  await allow(api, owner.token, 45);
  const person = await createPerson(api, owner.token, "auditor");
  const page = await pageOf(browser, roost, person);
  await page.goto("/settings?tab=authentication");
  await expect(limit(page)).toHaveValue("45");
  await expect(limit(page)).not.toBeEditable();
  await page.context().close();
});

test("the popup of a new token offers what the account allows, and begins within it", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await allow(api, owner.token, null);
  const at = await serviceUser(api, owner.token, "limited", [9, 120]);
  await allow(api, owner.token, 20);
  await page.goto(at);
  await page.getByTestId("access-token-open-modal").click();
  await expect(days(page)).toHaveValue("20");
  await expect(presets(page)).toHaveText(["7", "20"]);
  await expect(presets(page).last()).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("dialog")).toContainText("The account's maximum is 20 days.");
  await expectAccessible(page, "a new token under a limit");
  await page.getByTestId("access-token-name").fill("too long");
  await days(page).fill("21");
  await page.getByTestId("create-access-token").click();
  await expect(days(page)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("dialog")).toContainText("from 1 to 20, the account's maximum");
  await page.keyboard.press("Escape");
  for (const [name, begun] of [
    ["limited-9", "9"],
    ["limited-120", "20"],
  ] as const) {
    await page
      .getByRole("row")
      .filter({ hasText: name })
      .getByTestId("access-token-rotate")
      .click();
    await expect(days(page)).toHaveValue(begun);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("a limit lowered in the meantime is shown at the field, and the token is created within it", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await allow(api, owner.token, null);
  const at = await serviceUser(api, owner.token, "lowered", []);
  await page.goto(at);
  await page.getByTestId("access-token-open-modal").first().click();
  await page.getByTestId("access-token-name").fill("made late");
  await expect(days(page)).toHaveValue("30");
  await allow(api, owner.token, 10);
  await page.getByTestId("create-access-token").click();
  await expect(days(page)).toBeFocused();
  await expect(days(page)).toHaveAccessibleDescription(
    /This account allows an expires_in of at most 10 days\./,
  );
  await days(page).fill("10");
  await page.getByTestId("create-access-token").click();
  await page.getByTestId("access-token-copy-close").click();
  await expect(page.getByRole("row").filter({ hasText: "made late" })).toBeVisible();
});

test("the first token of a new service user begins within the limit too", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  await allow(api, owner.token, 5);
  await page.goto("/team/service-users?new=1");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("within the limit");
  await dialog.getByRole("button", { name: "Create and add a token" }).click();
  await expect(days(page)).toHaveValue("5");
  await expect(presets(page)).toHaveText(["5"]);
});
