import { chromium, type Page } from "@playwright/test";
import { plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import { expect, OWNER, type Roost, rememberJar, test } from "../fixtures/test.ts";

/** The owner's own page, with the popup of a new token open. */
async function createToken(page: Page, roost: Roost, path: string): Promise<string> {
  await page.goto(path);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("copied");
  await page.getByTestId("create-access-token").click();
  return readPlainToken(page, roost);
}

/** What the clipboard holds, as a person finds out: by pasting it somewhere. */
async function paste(page: Page): Promise<string> {
  await page.getByTestId("access-token-copy-close").click();
  await expect(plainTokenDialog(page)).toBeHidden();
  // Not into a field of the dashboard: its searches cut a token to its fingerprint.
  await page.evaluate(() => document.body.append(document.createElement("textarea")));
  const field = page.locator("body > textarea");
  await field.focus();
  await page.keyboard.press("ControlOrMeta+V");
  return field.inputValue();
}

test("both copy buttons and the one of the command copy what they say, and say so", async ({
  ownerPage: page,
  roost,
  owner,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const text = await createToken(page, roost, `/team/users/${owner.id}`);
  const dialog = plainTokenDialog(page);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await dialog.getByRole("button", { name: "Copy request" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
  expect(await copied()).toBe(
    `curl -H "Authorization: Token ${text}" ${new URL(page.url()).origin}/api/tokens/self`,
  );
  await dialog.getByTestId("copy-to-clipboard").click();
  await expect(dialog.getByTestId("copy-to-clipboard")).toHaveText("Copied");
  expect(await copied()).toBe(text);
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await dialog.getByRole("button", { name: "Copy token", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Copied", exact: true })).toBeVisible();
  expect(await copied()).toBe(text);
  await expect(dialog.getByRole("button", { name: "Copy token", exact: true })).toBeVisible();
});

test("plain http under a name, where browsers have no clipboard API: the text is copied", async ({
  roost,
  owner,
  launchOptions,
}) => {
  const name = "roost.test";
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${name} 127.0.0.1`],
  });
  const url = `http://${name}:${new URL(roost.url).port}`;
  const page = await browser.newPage({ baseURL: url });
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByTestId("left-navigation-item").first()).toBeVisible();
  await rememberJar(roost, page.context());
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  const text = await createToken(page, roost, `/team/users/${owner.id}`);
  await plainTokenDialog(page).getByRole("button", { name: "Copy token", exact: true }).click();
  await expect(plainTokenDialog(page).getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await paste(page)).toBe(text);
  await browser.close();
});

test("where the browser refuses every way, the text is selected and the keys are named", async ({
  ownerPage: page,
  roost,
  owner,
}) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
    document.execCommand = () => false;
  });
  const text = await createToken(page, roost, `/team/users/${owner.id}`);
  const button = plainTokenDialog(page).getByRole("button", { name: "Copy token", exact: true });
  await button.click();
  await expect(
    plainTokenDialog(page).getByRole("button", { name: /^Selected: press (Ctrl\+|⌘)C$/ }),
  ).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toBe(text);
  await page.keyboard.press("Escape");
  await expect(plainTokenDialog(page).getByRole("alert"), "it is not taken yet").toBeVisible();
  await page.keyboard.press("ControlOrMeta+C");
  expect(await paste(page)).toBe(text);
});
