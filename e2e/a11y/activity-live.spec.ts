import { expectAccessible } from "../fixtures/axe.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

const QUESTION = "**/api/events/audit?**";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing on new events and where they cannot be read, ${colorScheme}, ${width} px`, async ({
      browser,
      roost,
      owner,
      api,
    }) => {
      const context = await browser.newContext({
        baseURL: roost.url,
        colorScheme,
        reducedMotion: "reduce",
        viewport: { width, height: 760 },
      });
      const page = await context.newPage();
      await signInWithoutForm(page, roost, OWNER);
      const name = `live ${colorScheme} ${width}`;
      const create = (which: string) =>
        api("POST", "/api/groups", { token: owner.token, body: { name: `${name} ${which}` } });
      const made = await create("first");
      await api("PUT", `/api/groups/${made.body.id}`, {
        token: owner.token,
        body: { name: `${name} renamed` },
      });
      await page.goto("/activity?activity_code=group.add,group.update");
      await page.getByTestId("event-details").first().click();
      await expect(page.getByTestId("event-change")).toBeVisible();
      await create("second");
      await expect(page.getByTestId("show-new-events")).toBeVisible();
      await expectAccessible(page, "new events are offered");
      await page.getByTestId("show-new-events").click();
      await expect(page.getByText("New", { exact: true })).toBeVisible();
      await expectAccessible(page, "new events are shown");
      await page.route(QUESTION, (route) =>
        route.fulfill({ status: 401, json: { message: "no" } }),
      );
      await expect(page.getByTestId("activity-live-trouble")).toBeVisible();
      await expectAccessible(page, "the session has ended");
      await context.close();
    });
  }
}
