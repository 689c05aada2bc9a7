import type { Page } from "@playwright/test";
import { changeDatabase } from "#lib/dev/testing/change-database.ts";
import { plainTokenDialog, readPlainToken } from "../fixtures/plain-token.ts";
import { expect, test } from "../fixtures/test.ts";

const title = (page: Page) => page.getByTestId("notification-title");

/** Opens a page that never rests, so that it fetches nothing ahead. */
async function openUnrested(page: Page, path: string): Promise<void> {
  await page.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));
  await page.goto(path, { waitUntil: "networkidle" });
}

async function newUserPage(page: Page, path: string): Promise<void> {
  await openUnrested(page, path);
  await page.getByLabel("Name").fill("typed and not saved");
}

for (const { what, press, opened } of [
  {
    what: "the palette",
    press: (page: Page) => page.keyboard.press("Control+k"),
    opened: (page: Page) => page.getByTestId("command-palette"),
  },
  {
    what: "a form",
    press: (page: Page) => page.getByTestId("access-token-open-modal").click(),
    opened: (page: Page) => page.getByTestId("access-token-name"),
  },
  {
    what: "a menu",
    press: (page: Page) => page.getByTestId("user-dropdown").click(),
    opened: (page: Page) => page.getByRole("menu"),
  },
  {
    what: "a popover",
    press: (page: Page) => page.getByTestId("user-group-selector").click(),
    opened: (page: Page) => page.getByTestId("user-group-selector-search"),
  },
]) {
  test(`${what} that cannot be loaded says so, keeps the page with what was typed, and opens at the next press`, async ({
    ownerPage: page,
    owner,
  }) => {
    await newUserPage(page, `/team/users/${owner.id}`);
    await page.context().setOffline(true);
    await press(page);
    await expect(title(page).last()).toHaveText("Couldn't load this");
    await expect(page.getByLabel("Name")).toHaveValue("typed and not saved");
    await page.context().setOffline(false);
    await press(page);
    await expect(opened(page)).toBeVisible();
    await expect(page.getByLabel("Name").first()).toHaveValue("typed and not saved");
  });
}

test("code that an upgrade removed is reported as that, with a reload, and the page stays", async ({
  ownerPage: page,
  owner,
}) => {
  await newUserPage(page, `/team/users/${owner.id}`);
  await page.route("**/_next/static/**", (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByTestId("access-token-open-modal").click();
  await expect(title(page).last()).toHaveText("Roost was updated");
  await expect(page.getByLabel("Name")).toHaveValue("typed and not saved");
});

test("a button says that it is busy while its code is on its way, and is as before once that is there", async ({
  ownerPage: page,
}) => {
  await openUnrested(page, "/team/service-users");
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**", async (route) => {
    await released;
    await route.continue();
  });
  const button = page.getByTestId("open-service-user-modal");
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  release();
  await expect(page.getByTestId("service-user-name")).toBeVisible();
  await expect(button).not.toHaveAttribute("aria-busy");
});

test("a token's text that is shown stays when the page behind it fails, and nothing says that nothing was changed", async ({
  ownerPage: page,
  roost,
  owner,
}) => {
  await page.goto(`/team/users/${owner.id}`);
  await page.getByTestId("access-token-open-modal").click();
  await page.getByTestId("access-token-name").fill("survivor");
  await page.getByTestId("create-access-token").click();
  const text = await readPlainToken(page, roost);
  // As where an extension has taken over a part of the page: React fails at the next change of it.
  await page.evaluate(() => {
    const row = document.querySelector('[data-testid="save-changes"]')?.parentElement;
    const refuse = () => {
      throw new Error("taken away");
    };
    Object.assign(row ?? {}, { appendChild: refuse, insertBefore: refuse });
    const field = document.querySelector<HTMLInputElement>("main form input");
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "other");
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await expect(page.getByText("Something went wrong in the browser")).toBeAttached();
  await expect(plainTokenDialog(page)).toContainText(text);
  await expect(page.getByText("Your last change may have been saved.")).toBeAttached();
});

test("a page that fails on the server is worded as that, with an ID that is in the server's log", async ({
  ownerPage: page,
  roost,
}) => {
  await page.goto("/overview");
  const rename = (from: string, to: string) =>
    changeDatabase(roost.databaseUrl, (tx) =>
      tx.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`),
    );
  await rename("Group", "Away");
  await page.goto("/team/groups");
  const main = page.locator("main");
  await expect(main.getByRole("heading")).toHaveText("Something went wrong on the server");
  const id = (await main.getByRole("code").textContent()) ?? "";
  await rename("Away", "Group");
  expect(id).not.toBe("");
  await expect.poll(roost.log).toContain(id);
  await main.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Groups");
});

test("a new service user goes on to its token after an upgrade, which reloads what the dashboard reads again", async ({
  ownerPage: page,
  roost,
}) => {
  await page.goto("/team/service-users", { waitUntil: "networkidle" });
  // As another build answers: the dashboard leaves the page for it.
  await page.route("**/team/service-users*", (route) =>
    route.request().headers().rsc === undefined
      ? route.continue()
      : route.fulfill({ contentType: "text/html", body: "<p>another build</p>" }),
  );
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill("across an upgrade");
  await page.getByTestId("create-service-user-and-token").click();
  await page.getByTestId("access-token-name").fill("first");
  await page.getByTestId("create-access-token").click();
  expect(await readPlainToken(page, roost)).toMatch(/^nbp_/);
});
