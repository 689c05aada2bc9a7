import { expectAccessible } from "../fixtures/axe.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`the command palette and the shortcuts are clean and no wider than ${width} px, ${colorScheme} (B10, B13)`, async ({
      browser,
      roost,
      owner,
      api,
    }) => {
      const { token } = owner;
      const name = `Heron of a rather long name ${"indeed ".repeat(20)}${colorScheme} ${width}`;
      const body = { name, role: "network_admin", is_service_user: true };
      const { body: user } = await api("POST", "/api/users", { token, body });
      const wanted = { name: `Heron's token ${"long ".repeat(30)}`, expires_in: 9 };
      await api("POST", `/api/users/${user.id}/tokens`, { token, body: wanted });
      const context = await browser.newContext({
        baseURL: roost.url,
        colorScheme,
        reducedMotion: "reduce",
        viewport: { width, height: 760 },
      });
      const page = await context.newPage();
      await signInWithoutForm(page, roost, OWNER);
      await page.goto("/team/users");
      await page.getByTestId("open-command-palette").click();
      const field = page.getByTestId("command-palette-input");
      await expect(field).toBeFocused();
      await expectAccessible(page, "palette");
      await field.fill("heron");
      await expect(page.getByRole("option", { name: /^Heron's token/ }).first()).toBeVisible();
      await expectAccessible(page, "results");
      await field.fill("nothing has this name");
      await expect(page.getByRole("status").first()).toContainText("Nothing found");
      await expectAccessible(page, "nothing found");
      await field.fill("nbi_AbCdEfGhIjklmnopqrstuvwxyz0123456789");
      await expectAccessible(page, "an invite's text");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      await expectAccessible(page, "shortcuts");
      await context.close();
    });
  }
}
