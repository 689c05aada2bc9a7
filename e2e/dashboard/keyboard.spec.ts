import type { Locator, Page } from "@playwright/test";
import { plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import { expect, OWNER, type Roost, test } from "../fixtures/test.ts";

const MOST_STOPS = 60;

/** The focus is where it is wanted, and a sighted reader sees it. */
async function expectVisibleFocus(wanted: Locator): Promise<void> {
  // Again where an answer has just put another element in its place.
  await expect(async () => {
    await expect(wanted).toBeFocused({ timeout: 1000 });
    const look = await wanted.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const seen = element.matches(":focus-visible") && element.checkVisibility();
      return { seen, outlineStyle, wide: Number.parseFloat(outlineWidth) >= 2 };
    });
    expect(look).toEqual({ seen: true, outlineStyle: "solid", wide: true });
  }).toPass({ timeout: 10_000 });
}

/** Goes on by Tab, as a reader does, until the wanted element has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const there = await wanted.evaluate((element) => element === document.activeElement);
    if (there) return expectVisibleFocus(wanted);
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

async function press(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press("Enter");
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await tabTo(page, page.getByLabel("Email"));
  await page.keyboard.type(OWNER.email);
  await tabTo(page, page.getByRole("textbox", { name: "Password" }));
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("user-dropdown")).toBeVisible();
}

async function createServiceUser(page: Page, name: string): Promise<void> {
  const opener = page.getByTestId("open-service-user-modal");
  await press(page, opener);
  await expectVisibleFocus(page.getByTestId("service-user-name"));
  await page.keyboard.press("Escape");
  await expectVisibleFocus(opener);
  await page.keyboard.press("Enter");
  await expectVisibleFocus(page.getByTestId("service-user-name"));
  await page.keyboard.type(name);
  const role = page.getByRole("dialog").getByTestId("user-role-selector");
  await press(page, role);
  await expect(page.getByRole("menuitemradio").first()).toBeFocused();
  await page.keyboard.type("audi");
  await expect(page.getByRole("menuitemradio", { name: "Auditor" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expectVisibleFocus(role);
  await press(page, page.getByTestId("create-service-user"));
  await expect(page.getByRole("dialog")).toBeHidden();
  await expectVisibleFocus(opener);
}

async function createToken(page: Page, roost: Roost, name: string): Promise<void> {
  const opener = page.getByTestId("access-token-open-modal");
  await press(page, opener);
  await expectVisibleFocus(page.getByTestId("access-token-name"));
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  const text = await readPlainToken(page, roost);
  await press(
    page,
    plainTokenDialog(page).getByRole("button", { name: "Copy token", exact: true }),
  );
  await expect(plainTokenDialog(page).getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await press(page, page.getByTestId("access-token-copy-close"));
  await expect(plainTokenDialog(page)).toBeHidden();
  await expectVisibleFocus(opener);
}

/** The question begins on the harmless answer, and Esc takes back the press that led to it. */
async function confirm(page: Page, opener: Locator): Promise<void> {
  await press(page, opener);
  await expectVisibleFocus(page.getByTestId("confirmation.cancel"));
  await page.keyboard.press("Escape");
  await expectVisibleFocus(opener);
  await page.keyboard.press("Enter");
  await expectVisibleFocus(page.getByTestId("confirmation.cancel"));
  for (const answer of ["confirm", "cancel", "confirm"]) {
    await tabTo(page, page.getByTestId(`confirmation.${answer}`));
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toBeHidden();
}

test("from the sign-in to the sign-out by keyboard alone, the focus always seen (B4, B10, B11)", async ({
  page,
  roost,
  owner,
}) => {
  expect(owner.id).not.toBe("");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page);
  const navigation = page.getByRole("navigation", { name: "Main" });
  await press(page, navigation.getByRole("link", { name: "Service Users" }));
  await expect(page).toHaveURL(/\/team\/service-users$/);
  await createServiceUser(page, "by keyboard");
  const row = page.getByRole("row").filter({ hasText: "by keyboard" });
  await expect(row.getByText("Auditor", { exact: true })).toBeVisible();
  await press(page, row.getByRole("link", { name: "by keyboard" }));
  await expect(page.getByRole("heading", { level: 1, name: "by keyboard" })).toBeVisible();

  await createToken(page, roost, "typed");
  const token = page.getByRole("row").filter({ hasText: "typed" });
  await confirm(page, token.getByTestId("access-token-delete"));
  await expect(token).toBeHidden();
  // The button that asked is gone with its row.
  await expect(page.getByRole("main")).toBeFocused();
  await confirm(page, page.getByRole("button", { name: "Delete service user" }));
  await expect(page).toHaveURL(/\/team\/service-users$/);
  await expect(row).toBeHidden();

  await press(page, page.getByTestId("user-dropdown"));
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});
