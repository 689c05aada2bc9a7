import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

type Body = Record<string, unknown>;

/** A service user with a token that called three operations. */
async function makeToken(api: CallApi, token: string, name: string, limits: Body) {
  const user = { name, role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  const body = { name, expires_in: 30, ...limits };
  const { body: created } = await api("POST", `/api/users/${made.id}/tokens`, { token, body });
  const secret: string = created.plain_token;
  for (const path of ["/api/users", "/api/groups", "/api/groups"]) {
    expect((await api("GET", path, { token: secret })).status).toBe(200);
  }
  return { path: `/team/service-users/${made.id}`, secret };
}

const popup = (page: Page, name: string) => page.getByRole("dialog", { name });

test("a token is narrowed by keyboard after a dry run, and its next request is refused", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const scopes = ["groups:write", "peers:write", "users:read"];
  const { path, secret } = await makeToken(api, owner.token, "kept short", { scopes });
  await page.goto(path);
  const opener = page.getByTestId("access-token-usage");
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("rights-advice")).toContainText(/Holds 5 rights, used 2 in/);
  await expectAccessible(page, "the rights that a token used");
  await page.getByTestId("open-narrow").focus();
  await page.keyboard.press("Enter");
  const dialog = popup(page, "Narrow access token");
  await expect(dialog).toBeVisible();
  await expect(page.getByTestId("narrow-token")).toHaveAttribute("aria-disabled", "true");
  await page.getByTestId("change-scopes").focus();
  await page.keyboard.press("Enter");
  const groups = dialog.getByRole("group", { name: "Groups", exact: true });
  await groups.getByRole("radio", { name: "Write" }).focus();
  await page.keyboard.press("n");
  await expect(groups.getByRole("radio", { name: "None" })).toBeChecked();
  await expect(page.getByTestId("losses")).toContainText("Groups");
  await expect(page.getByTestId("scope-check")).toContainText(
    "2 of 3 calls in 90 days would have been refused:",
  );
  await expectAccessible(page, "narrow a token");
  await page.getByTestId("narrow-token").focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  const refused = await api("GET", "/api/groups", { token: secret });
  expect([refused.status, refused.body.required_scope]).toEqual([403, ["groups:read"]]);
  expect((await api("GET", "/api/users", { token: secret })).status).toBe(200);
});

test("a new token is limited to networks by keyboard, and refused from elsewhere", async ({
  ownerPage: page,
  owner,
  api,
  roost,
}) => {
  const { path } = await makeToken(api, owner.token, "from one place", {});
  await page.goto(path);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("placed");
  await expect(page.getByRole("button", { name: "Add network 127.0.0.1/32" })).toBeVisible();
  await page.getByTestId("add-network").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("192.0.2.1/24");
  await page.keyboard.press("Tab");
  await expect(popup(page, "Create access token")).toContainText("use 192.0.2.0/24.");
  await expectAccessible(page, "a network with an error");
  await page.getByRole("textbox", { name: "Network 1" }).fill("192.0.2.0/24");
  await page.getByTestId("create-access-token").focus();
  await page.keyboard.press("Enter");
  const shown = page.getByRole("dialog");
  await expect(shown.getByTestId("token-networks")).toHaveText("Only from 192.0.2.0/24.");
  await expectAccessible(page, "a new token's networks");
  const secret = await shown.locator("code").first().textContent();
  const token = roost.remember(secret?.trim() ?? "");
  await page.getByTestId("access-token-copy-close").click();
  expect((await api("GET", "/api/groups", { token })).status).toBe(403);
});
