import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on new events, on changes and where events cannot be read", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const made = await api("POST", "/api/groups", { token, body: { name: "live before" } });
  await api("PUT", `/api/groups/${made.body.id}`, { token, body: { name: "live after" } });
  await page.goto("/activity?activity_code=group.add,group.update");
  await page.getByTestId("event-details").first().click();
  await expect(page.getByTestId("event-change")).toBeVisible();
  await api("POST", "/api/groups", { token, body: { name: "live meanwhile" } });
  await expect(page.getByTestId("show-new-events")).toBeVisible();
  await expectAccessible(page, "new events are offered");
  await page.getByTestId("show-new-events").click();
  await expect(page.getByText("New", { exact: true })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText("just now");
  await expectAccessible(page, "new events are shown");
  await page.route("**/api/roost/events/audit?**", (route) =>
    route.fulfill({ status: 401, json: { message: "no" } }),
  );
  await expect(page.getByTestId("activity-live-trouble")).toBeVisible();
  await expectAccessible(page, "the session has ended");
});
