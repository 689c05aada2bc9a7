import type { Page } from "@playwright/test";
import { PAGES } from "#lib/contract/pages.ts";
import { expect, test } from "../fixtures/test.ts";

/** A page, the popup that it opens, and what the popup is about. */
const POPUPS = [
  { path: "/team/users", opener: "open-invite-user-modal", dialog: "Invite user" },
  { path: "/team/service-users", opener: "open-service-user-modal", dialog: "Create service user" },
  { path: "/team/groups", opener: "open-create-group", dialog: "Create group" },
] as const;

/** The controls that have no name of their own. */
const nameless = (page: Page) =>
  page
    .locator(
      "input:visible:not([aria-hidden=true]), select:visible, textarea:visible, button:visible",
    )
    .evaluateAll((controls) =>
      controls
        .filter((control) => {
          const labels = "labels" in control ? [...(control.labels as NodeListOf<Element>)] : [];
          const named = control.getAttribute("aria-labelledby")?.split(" ") ?? [];
          const texts = [
            control.getAttribute("aria-label"),
            ...labels.map((label) => label.textContent),
            ...named.map((id) => document.getElementById(id)?.textContent),
            control.tagName === "BUTTON" ? control.textContent : "",
          ];
          return texts.every((text) => (text ?? "").trim() === "");
        })
        .map((control) => control.outerHTML),
    );

test("every page has its landmarks, a title of its own and a way past the navigation (B10)", async ({
  ownerPage: page,
  owner,
}) => {
  const titles = new Set<string>();
  const paths = [...Object.values(PAGES).map(({ path }) => path), `/team/users/${owner.id}`];
  for (const path of paths) {
    await page.goto(path);
    for (const role of ["banner", "main"] as const) {
      await expect(page.getByRole(role), `${role} of ${path}`).toHaveCount(1);
    }
    await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    titles.add(await page.title());
    expect(await nameless(page), path).toEqual([]);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  }
  expect(titles.size).toBe(paths.length);
  expect([...titles].filter((title) => !title.endsWith(" · Roost"))).toEqual([]);
});

for (const { path, opener, dialog: name } of POPUPS) {
  test(`the popup of ${path} is named by its heading, its fields by their labels and errors (B10)`, async ({
    ownerPage: page,
  }) => {
    await page.goto(path);
    await page.getByTestId(opener).click();
    const dialog = page.getByRole("dialog", { name, exact: true });
    await expect(dialog.getByRole("heading", { name, exact: true })).toBeVisible();
    await expect(dialog.getByRole("textbox").first()).toBeFocused();
    expect(await nameless(page)).toEqual([]);
    await page.keyboard.press("Enter");
    const field = dialog.getByRole("textbox").first();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(
      /Enter a name|(?:can't|shouldn't) be (?:empty|blank)/,
    );
  });
}
