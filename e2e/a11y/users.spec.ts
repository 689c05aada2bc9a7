import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createPerson, letWait } from "../fixtures/people.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectClean(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
  expect(found, what).toEqual([]);
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(beyond, `${what} is wider than its window`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`users, invites and their pages are clean and no wider than ${width} px, ${colorScheme} (B10, B13)`, async ({
      browser,
      roost,
      owner,
      api,
    }) => {
      const { token } = owner;
      const about = `${colorScheme} ${width}`;
      const group = await api("POST", "/api/groups", { token, body: { name: `group ${about}` } });
      const person = await createPerson(
        api,
        token,
        "admin",
        `Person of a rather long name ${about}`,
      );
      const change = { role: "admin", auto_groups: [group.body.id], is_blocked: false };
      await api("PUT", `/api/users/${person.id}`, { token, body: change });
      letWait(roost, (await createPerson(api, token, "user", `Waiting ${about}`)).id);
      const email = `${colorScheme}.${width}.of.a.long.address@engineering.example.test`;
      const made = await api("POST", "/api/users/invites", {
        token,
        body: { name: `Invited ${about}`, email, role: "user", auto_groups: [] },
      });
      roost.remember(made.body.invite_token);
      const context = await browser.newContext({
        baseURL: roost.url,
        colorScheme,
        reducedMotion: "reduce",
        viewport: { width, height: 760 },
      });
      const page = await context.newPage();
      await signInWithoutForm(page, roost, OWNER);
      await page.goto("/team/users");
      await expectClean(page, "people");
      await page.getByTestId("user-actions").first().click();
      await expectClean(page, "row menu");
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await expectClean(page, "rename");
      await page.keyboard.press("Escape");
      await page.getByTestId("open-invite-user-modal").click();
      await page.getByTestId("user-group-selector").click();
      await expect(page.getByRole("option").first()).toBeVisible();
      await expectClean(page, "invite user");
      await page.goto("/team/users?view=invites");
      await expectClean(page, "invites");
      await page.locator('[data-cy="regenerate-invite"]').first().click();
      await expectClean(page, "question for a new link");
      await page.getByTestId("confirmation.confirm").click();
      const link = page.getByText(/\/invite\/nbi_[0-9A-Za-z]{36}$/);
      roost.remember(((await link.textContent()) ?? "").replace(/^.*nbi_/, "nbi_"));
      await expectClean(page, "invite link");
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await page.goto(`/team/users/${person.id}`);
      await expectClean(page, "person");
      await page.getByTestId("user-group-selector").click();
      await page.getByTestId("user-group-selector-search").fill("a new one");
      await expectClean(page, "groups");
      await page.keyboard.press("Escape");
      await page.getByLabel("Name", { exact: true }).fill("changed");
      await page.getByTestId("user-dropdown").click();
      await page.getByRole("menuitem", { name: "Your profile" }).click();
      await expectClean(page, "question for unsaved changes");
      await page.getByTestId("confirmation.confirm").click();
      await expect(page).toHaveURL(new RegExp(`/team/users/${owner.id}$`));
      await expect(page.getByRole("heading", { level: 1 })).toContainText(OWNER.name);
      await expectClean(page, "own page");
      await context.close();
    });
  }
}
