import type { Page } from "@playwright/test";
import { plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import { expect, test } from "../fixtures/test.ts";

/**
 * Translates every page that opens as browsers do: each text goes into two nested `<font>`
 * elements, with other words, now and as soon as it comes or changes.
 */
async function translatePages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const untouched = "script, style, textarea, input, font, [translate='no']";
    const wanted = (text: Text) =>
      /\p{Letter}/u.test(text.data) && !text.parentElement?.closest(untouched);
    const translate = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode())
        if (wanted(walker.currentNode as Text)) texts.push(walker.currentNode as Text);
      for (const text of texts) {
        const inner = document.createElement("font");
        const outer = document.createElement("font");
        inner.append(`»${text.data}«`);
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    const begin = () => {
      translate(document.body);
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          if (target.isConnected)
            translate(target instanceof Text ? (target.parentNode ?? target) : target);
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
      document.documentElement.dataset.translated = "";
    };
    // Once React has taken the page over: it puts back what differs from what it expects.
    addEventListener("load", () => requestIdleCallback(begin));
  });
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("html[data-translated]")).toBeAttached();
  await expect(page.locator("h1 font").first()).toBeAttached();
}

test.beforeEach(async ({ ownerPage }) => {
  await translatePages(ownerPage);
});

test.afterEach(async ({ page }) => {
  await expect(page.getByText(/could not be loaded|went wrong/)).toBeHidden();
});

test("on a translated page a service user and its token are created, shown as they are, rotated and deleted", async ({
  ownerPage: page,
  roost,
  api,
}) => {
  await open(page, "/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill("translated");
  await page.getByTestId("create-service-user-and-token").click();
  await page.getByTestId("access-token-name").fill("first");
  await page.getByTestId("create-access-token").click();
  const text = await readPlainToken(page, roost);
  expect((await api("GET", "/api/users", { token: text })).status).toBe(200);
  await plainTokenDialog(page).getByTestId("copy-to-clipboard").click();
  await page.getByTestId("access-token-copy-close").click();
  await expect(page).toHaveURL(/service-users\/./);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("second");
  await page.getByTestId("create-access-token").click();
  await readPlainToken(page, roost);
  await page.getByTestId("access-token-copy-close").click();
  await page.getByTestId("access-token-delete").first().click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page.getByTestId("access-token-delete")).toHaveCount(1);
  // The closing question moves the focus there, and what is typed before goes elsewhere.
  await expect(page.locator("#main")).toBeFocused();
  await page.getByLabel("Name").fill("translated twice");
  await page.getByTestId("save-changes").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("translated twice");
});

test("on a translated page filters, the selection, the groups and the settings are used", async ({
  ownerPage: page,
}) => {
  await open(page, "/team/tokens");
  await page.getByRole("checkbox").nth(1).check();
  await page.getByRole("checkbox").nth(1).uncheck();
  await page.getByTestId("table-filters-button").click();
  await page.getByRole("radio").nth(2).check();
  await expect(page.getByTestId("table-filters-button")).toContainText("(1)");
  await page.keyboard.press("Escape");
  await page.getByTestId("reset-filters-and-search").click();
  await expect(page.getByTestId("table-filters-button")).not.toContainText("(1)");

  await open(page, "/team/groups");
  await page.getByTestId("open-create-group").click();
  await page.getByTestId("group-name-input").fill("translated group");
  await page.getByTestId("create-group").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByTestId("group-actions").last().click();
  await page.getByRole("menuitem").last().click();
  await page.getByTestId("confirmation.confirm").click();
  await expect(page.getByRole("alertdialog")).toBeHidden();

  await open(page, "/activity");
  await page.getByTestId("event-details").first().click();
  await page.getByTestId("event-details").first().click();
  await page.getByTestId("table-search-input").fill("nothing has this name");
  await page.getByTestId("reset-filters-and-search").click();
  await expect(page.getByTestId("event-details").first()).toBeVisible();
});
