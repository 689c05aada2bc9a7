import type { Page } from "@playwright/test";
import { createPerson, pageOf } from "../fixtures/people.ts";
import { type CallApi, expect, test } from "../fixtures/test.ts";

/** A service user with tokens `<name>-<days>`, one for each number of days. */
async function makeTokens(api: CallApi, token: string, name: string, days: number[]) {
  const user = { name, role: "admin", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body: user });
  const ids: string[] = [];
  for (const expires_in of days) {
    const body = { name: `${name}-${expires_in}`, expires_in };
    const answer = await api("POST", `/api/users/${made.id}/tokens`, { token, body });
    ids.push(answer.body.personal_access_token.id);
  }
  return { userId: made.id as string, at: `/team/service-users/${made.id}`, ids };
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const rotate = (page: Page, name: string) => row(page, name).getByTestId("access-token-rotate");
const popup = (page: Page) => page.getByRole("dialog", { name: "Rotate access token" });
const days = (page: Page) => page.getByTestId("access-token-expires-in");

test("a rotation starts with the token's name and days, and leaves the old one working", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { at, userId } = await makeTokens(api, owner.token, "rotated", [9, 120]);
  await page.goto(at);
  await expect(rotate(page, "rotated-9")).toHaveText("Rotate");
  await expect(rotate(page, "rotated-120")).toHaveText("");
  await expect(rotate(page, "rotated-120")).toHaveAccessibleName("Rotate access token rotated-120");
  await rotate(page, "rotated-120").click();
  await expect(page.getByTestId("access-token-name")).toHaveValue("rotated-120");
  await expect(days(page)).toHaveValue("120");
  await page.keyboard.press("Escape");
  await expect(popup(page)).toBeHidden();
  await expect(rotate(page, "rotated-120")).toBeFocused();
  await rotate(page, "rotated-9").click();
  await expect(page.getByTestId("access-token-name")).toHaveValue("rotated-9");
  await expect(days(page)).toHaveValue("9");
  await expect(popup(page)).toContainText("keeps working until you revoke it or it expires");
  await expect(popup(page)).toContainText("Check its last use before you revoke it");
  await page.keyboard.press("Enter");
  await page.getByTestId("access-token-copy-close").click();
  await expect(page.getByRole("row").filter({ hasText: "rotated-9" })).toHaveCount(2);
  const { body: left } = await api("GET", `/api/users/${userId}/tokens`, { token: owner.token });
  expect(left.map(({ name }: { name: string }) => name).sort()).toEqual([
    "rotated-120",
    "rotated-9",
    "rotated-9",
  ]);
});

test("Team → Tokens links to the popup that rotates a token, and the URL opens it once", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { at, ids } = await makeTokens(api, owner.token, "moved", [5]);
  await page.goto("/team/tokens?state=expiring&search=moved");
  const link = rotate(page, "moved-5");
  await expect(link).toHaveText("Rotate");
  await expect(link).toHaveAttribute("href", `${at}?new=1&rotate=${ids[0]}`);
  await link.click();
  await expect(popup(page)).toBeVisible();
  await expect(page.getByTestId("access-token-name")).toHaveValue("moved-5");
  await expect(days(page)).toHaveValue("5");
  await expect(page).toHaveURL(new RegExp(`${at}$`));
  await page.keyboard.press("Escape");
  await expect(popup(page)).toBeHidden();
  await expect(page.getByTestId("access-token-open-modal")).toBeFocused();
  await page.reload();
  await expect(page.getByTestId("access-token-open-modal")).toBeEnabled();
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("an unknown token in the URL opens the form for an independent one", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { at } = await makeTokens(api, owner.token, "unnamed", [40]);
  const other = await makeTokens(api, owner.token, "elsewhere", [41]);
  for (const wrong of ["nonsense", other.ids[0], ""]) {
    await page.goto(`${at}?new=1&rotate=${wrong}`);
    await expect(page.getByRole("dialog", { name: "Create access token" })).toBeVisible();
    await expect(page.getByTestId("access-token-name")).toHaveValue("");
    await expect(days(page)).toHaveValue("30");
    await expect(page).toHaveURL(new RegExp(`${at}$`));
  }
});

test("a rotation that the reader may not make is refused with the reason or not offered", async ({
  ownerPage: page,
  owner,
  api,
  roost,
  browser,
}) => {
  const person = await createPerson(api, owner.token, "user", "Own Tokens");
  const theirs = await pageOf(browser, roost, person);
  await theirs.goto(`/team/users/${person.id}`);
  await theirs.getByTestId("access-token-open-modal").click();
  await theirs.getByTestId("access-token-name").fill("only theirs");
  await theirs.getByTestId("create-access-token").click();
  await theirs.getByTestId("access-token-copy-close").click();
  await theirs.goto("/team/tokens");
  await expect(rotate(theirs, "only theirs")).toBeVisible();
  await theirs.context().close();
  await page.goto("/team/tokens?search=only theirs");
  await expect(row(page, "only theirs")).toBeVisible();
  await expect(rotate(page, "only theirs")).toHaveCount(0);
  await page.goto(`/team/users/${person.id}`);
  const refused = rotate(page, "only theirs");
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription(/\w/);
  await refused.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("the presets set the days, are marked as pressed and show their date", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { at } = await makeTokens(api, owner.token, "usual", [50]);
  await page.goto(at);
  await page.getByTestId("access-token-open-modal").click();
  const dialog = page.getByRole("dialog", { name: "Create access token" });
  const preset = (count: number) => dialog.getByRole("button", { name: `${count} days` });
  await expect(dialog.getByRole("button", { pressed: true })).toHaveAccessibleName("30 days");
  for (const count of [7, 90, 365, 30]) {
    await preset(count).click();
    await expect(days(page)).toHaveValue(String(count));
    await expect(preset(count)).toHaveAttribute("aria-pressed", "true");
    await expect(dialog.getByRole("button", { pressed: true })).toHaveCount(1);
    const end = new Date(Date.now() + count * 86_400_000);
    const date = end.toLocaleDateString("en-GB", {
      timeZone: "Asia/Kathmandu",
      dateStyle: "medium",
    });
    await expect(dialog).toContainText(date);
  }
  await page.getByTestId("access-token-name").fill("usual days");
  await days(page).fill("0");
  await expect(dialog.getByRole("button", { pressed: true })).toHaveCount(0);
  await page.getByTestId("create-access-token").click();
  await expect(days(page)).toHaveAttribute("aria-invalid", "true");
  await preset(7).click();
  await expect(days(page)).not.toHaveAttribute("aria-invalid");
});

test("the popup of a new token shows its role and the rights of that role", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { at } = await makeTokens(api, owner.token, "worded", [50]);
  const description = page.getByRole("dialog", { name: "Create access token" });
  for (const [path, words] of [
    [at, "Acts as worded (Admin: full access)."],
    [`/team/users/${owner.id}`, "Acts as you (Owner: "],
  ] as const) {
    await page.goto(`${path}?new=1`);
    await expect(description).toContainText(words);
  }
});

test("a blocked owner's token is not shown as active, nor as breaking scripts when revoked", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { at, userId } = await makeTokens(api, owner.token, "shut", [5, 80]);
  const body = { role: "admin", is_blocked: true, auto_groups: [] };
  await api("PUT", `/api/users/${userId}`, { token: owner.token, body });
  for (const path of [at, "/team/tokens?search=shut"]) {
    await page.goto(path);
    for (const name of ["shut-5", "shut-80"]) {
      await expect(row(page, name)).toContainText("Owner blocked");
      await expect(row(page, name)).not.toContainText("Active");
    }
    await row(page, "shut-80").getByTestId("access-token-delete").click();
    const question = page.getByRole("alertdialog");
    await expect(question).toContainText("is already rejected (403)");
    await expect(question).not.toContainText("immediately");
    await page.keyboard.press("Escape");
    await expect(question).toBeHidden();
  }
  await page.getByRole("checkbox", { name: "Select all tokens on this page" }).check();
  await page.getByTestId("revoke-selected").click();
  const preview = page.getByRole("alertdialog", { name: "Revoke 2 access tokens?" });
  await expect(preview).toContainText("already rejected (403)");
  await expect(preview).not.toContainText("immediately");
});

test("with events.read the tokens link to the revoked ones", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { userId, ids } = await makeTokens(api, owner.token, "went", [5, 6]);
  await api("DELETE", `/api/users/${userId}/tokens/${ids[0]}`, { token: owner.token });
  await page.goto("/team/tokens");
  await page.getByRole("link", { name: "Revoked tokens" }).click();
  await expect(page).toHaveURL("/activity?activity_code=personal.access.token.delete");
  await expect(page.getByText("went-5").first()).toBeVisible();
});

test("without events.read the tokens do not link to the revoked ones", async ({
  owner,
  api,
  roost,
  browser,
}) => {
  const person = await createPerson(api, owner.token, "user", "Reads No Events");
  const page = await pageOf(browser, roost, person);
  await page.goto(`/team/users/${person.id}?new=1`);
  await page.getByTestId("access-token-name").fill("without events");
  await page.getByTestId("create-access-token").click();
  await page.getByTestId("access-token-copy-close").click();
  await page.goto("/team/tokens");
  await expect(row(page, "without events")).toBeVisible();
  await expect(page.getByRole("link", { name: "Revoked tokens" })).toHaveCount(0);
  await page.context().close();
});
