import { expect, OWNER, rememberJar, test } from "../fixtures/test.ts";

const heading = '[data-slot="notification-heading"]';

test("a form whose session ended elsewhere keeps what was typed, offers a sign-in in a new tab, and goes on after it", async ({
  ownerPage: page,
  roost,
}) => {
  await page.goto("/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  await page.getByTestId("service-user-name").fill("typed before");
  await page.context().clearCookies();
  await page.getByTestId("create-service-user").click();
  await expect(page.locator(heading)).toHaveText("You've been signed out");
  await expect(page.getByTestId("notification-title")).toHaveText(
    "Request failed with status code 401",
  );
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Sign in" }).click();
  const other = await opened;
  await other.getByLabel("Email").fill(OWNER.email);
  await other.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/team\/service-users/);
  await rememberJar(roost, page.context());
  await expect(page.getByTestId("service-user-name")).toHaveValue("typed before");
  await page.getByTestId("create-service-user").click();
  await expect(page.getByRole("row").filter({ hasText: "typed before" })).toBeVisible();
});

test("what was deleted elsewhere is named in the notice's title", async ({
  ownerPage: page,
  owner,
  api,
}) => {
  const { token } = owner;
  const body = { name: "soon gone", role: "user", is_service_user: true };
  const { id } = (await api("POST", "/api/users", { token, body })).body;
  await page.goto(`/team/service-users/${id}`);
  await page.getByLabel("Name").fill("too late");
  await api("DELETE", `/api/users/${id}`, { token });
  await page.getByTestId("save-changes").click();
  await expect(page.locator(heading)).toHaveText("This service user no longer exists");
  await expect(page.getByLabel("Name")).toHaveValue("too late");
});
