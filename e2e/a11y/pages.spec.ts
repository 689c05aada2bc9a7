import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectNoViolations(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
  expect(found, what).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(beyond, `${what} is wider than its window`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing on any page or popup, ${colorScheme}, ${width} px`, async ({
      browser,
      roost,
      owner,
      api,
    }) => {
      const made = await api("POST", "/api/users", {
        token: owner.token,
        body: { name: `axe ${colorScheme} ${width}`, role: "user", is_service_user: true },
      });
      await api("POST", `/api/users/${made.body.id}/tokens`, {
        token: owner.token,
        body: { name: "expires soon", expires_in: 3 },
      });
      const context = await browser.newContext({
        baseURL: roost.url,
        colorScheme,
        reducedMotion: "reduce",
        viewport: { width, height: 760 },
      });
      const page = await context.newPage();
      await page.goto("/sign-in");
      await expectNoViolations(page, "sign-in");
      await signInWithoutForm(page, roost, OWNER);
      for (const path of ["/team/users", `/team/users/${owner.id}`, "/team/service-users"]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoViolations(page, path);
        await expectNoSidewaysScroll(page, path);
      }
      await page.getByTestId("open-service-user-modal").click();
      await expectNoViolations(page, "create service user");
      await page.keyboard.press("Escape");
      await page.goto(`/team/service-users/${made.body.id}`);
      await expectNoViolations(page, "service user");
      await expectNoSidewaysScroll(page, "service user");
      await page.getByTestId("access-token-open-modal").click();
      await expectNoViolations(page, "create access token");
      await page.getByTestId("access-token-name").fill("shown once");
      await page.getByTestId("create-access-token").click();
      const text = page.getByText(/^nbp_[0-9A-Za-z]{36}$/);
      roost.remember((await text.textContent()) ?? "");
      await expectNoViolations(page, "plain token");
      await page.getByTestId("access-token-copy-close").click();
      await page.getByTestId("access-token-delete").first().click();
      await expectNoViolations(page, "delete access token");
      await context.close();
    });
  }
}
