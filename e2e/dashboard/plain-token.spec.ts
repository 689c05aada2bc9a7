import type { Page } from "@playwright/test";
import {
  pagesFetched,
  placesOf,
  plainTokenDialog,
  readPlainToken,
} from "../fixtures/plain-token.ts";
import { type CallApi, expect, type Roost, test } from "../fixtures/test.ts";

async function newServiceUser(api: CallApi, token: string): Promise<{ id: string; name: string }> {
  const name = `popup ${crypto.randomUUID().slice(0, 8)}`;
  const body = { name, role: "user", is_service_user: true };
  const { body: made } = await api("POST", "/api/users", { token, body });
  return { id: made.id, name };
}

/** From the list by a link, as people come, so that going back is a change within the page. */
async function openFromList(page: Page, name: string): Promise<void> {
  await page.goto("/team/service-users");
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function createToken(page: Page, roost: Roost): Promise<string> {
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("popup");
  await page.getByTestId("create-access-token").click();
  return readPlainToken(page, roost);
}

/** Answers the browser's own question about leaving; resolves with its kind. */
async function answerQuestion(page: Page, leave: boolean): Promise<string> {
  const dialog = await page.waitForEvent("dialog");
  await (leave ? dialog.accept() : dialog.dismiss());
  return dialog.type();
}

test("a reload asks before the text is lost; after it the text is nowhere", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const { id } = await newServiceUser(api, owner.token);
  await page.goto(`/team/service-users/${id}`);
  const text = await createToken(page, roost);
  const stayed = answerQuestion(page, false);
  await page.evaluate(() => location.reload());
  expect(await stayed).toBe("beforeunload");
  await expect(plainTokenDialog(page)).toContainText(text);

  const left = answerQuestion(page, true);
  await page.reload();
  expect(await left).toBe("beforeunload");
  await expect(page.getByRole("row").filter({ hasText: text.slice(0, 14) })).toBeVisible();
  await expect(plainTokenDialog(page)).toBeHidden();
  expect(await placesOf(page)).not.toContain(text);
});

test("the back button is held while the text is shown, within the page and out of it", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const { id, name } = await newServiceUser(api, owner.token);
  await openFromList(page, name);
  const text = await createToken(page, roost);
  await page.evaluate(() => history.back());
  await expect(plainTokenDialog(page).getByRole("alert")).toBeVisible();
  await expect(plainTokenDialog(page)).toContainText(text);
  await expect(page).toHaveURL(new RegExp(`${id}$`));
  await page.getByTestId("access-token-copy-close").click();
  await page.goBack();
  await expect(page).toHaveURL(/\/team\/service-users$/);
  expect(await placesOf(page)).not.toContain(text);

  await page.goto("/team/users");
  await page.goto(`/team/service-users/${id}`);
  const second = await createToken(page, roost);
  const stayed = answerQuestion(page, false);
  await page.evaluate(() => history.back());
  expect(await stayed).toBe("beforeunload");
  await expect(plainTokenDialog(page)).toContainText(second);
  const left = answerQuestion(page, true);
  await page.evaluate(() => history.back());
  expect(await left).toBe("beforeunload");
  await expect(page).toHaveURL(/\/team\/users$/);
  expect(await placesOf(page)).not.toContain(second);
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  expect(await placesOf(page)).not.toContain(second);
});

test("nothing is fetched that could take the place of the text before its popup is closed", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const { id } = await newServiceUser(api, owner.token);
  await page.goto(`/team/service-users/${id}`, { waitUntil: "networkidle" });
  const pages = pagesFetched(page);
  const text = await createToken(page, roost);
  await page.waitForLoadState("networkidle");
  expect(pages).toEqual([]);
  await page.getByTestId("access-token-copy-close").click();
  await expect(page.getByRole("row").filter({ hasText: text.slice(0, 14) })).toBeVisible();
  expect(pages).not.toEqual([]);
});

test("once the popup is closed nothing asks any more", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const { id } = await newServiceUser(api, owner.token);
  await page.goto(`/team/service-users/${id}`);
  const text = await createToken(page, roost);
  await page.getByTestId("access-token-copy-close").click();
  await expect(plainTokenDialog(page)).toBeHidden();
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: text.slice(0, 14) })).toBeVisible();
  expect(asked).toEqual([]);
});

test("with the keyboard alone: Tab stays in the popup and reaches every button, focus returns", async ({
  ownerPage: page,
  roost,
  owner,
  api,
}) => {
  const { id } = await newServiceUser(api, owner.token);
  await page.goto(`/team/service-users/${id}`);
  for (const round of ["the first token", "a later one"]) {
    const opener = page.getByTestId("access-token-open-modal");
    await expect(opener).toBeEnabled();
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("access-token-name")).toBeFocused();
    await page.keyboard.type(round);
    await page.keyboard.press("Enter");
    const text = await readPlainToken(page, roost);
    const dialog = plainTokenDialog(page);
    const button = (name: string) => dialog.getByRole("button", { name, exact: true });
    const first = button("Copy access token");
    await expect(first).toBeFocused();
    const ways = dialog.getByRole("tab", { name: "curl", exact: true });
    const others = [ways, ...["Copy request", "Close", "Copy token"].map(button)];
    for (const stop of [...others, first]) {
      await page.keyboard.press("Tab");
      await expect(stop).toBeFocused();
    }
    for (const stop of others.toReversed()) {
      await page.keyboard.press("Shift+Tab");
      await expect(stop).toBeFocused();
    }
    await button("Close").focus();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("row").filter({ hasText: text.slice(0, 14) })).toBeVisible();
    await expect(opener, round).toBeFocused();
  }
});
