import { expect, test } from "../fixtures/test.ts";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("people, service users and their tokens can be read", async ({
    ownerPage: page,
    owner,
    api,
  }) => {
    const body = { name: "no scripts", role: "user", is_service_user: true };
    const { body: made } = await api("POST", "/api/users", { token: owner.token, body });
    await api("POST", `/api/users/${made.id}/tokens`, {
      token: owner.token,
      body: { name: "plain page", expires_in: 30 },
    });
    await page.goto("/team/users?search=first+owner");
    await expect(page.getByTestId("user-name-cell")).toContainText("First Owner");
    await page.goto("/team/service-users");
    await page.getByRole("link", { name: "no scripts", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "no scripts" })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "plain page" })).toBeVisible();
  });
});

test("setup is not offered once there is an owner", async ({ page, owner, api }) => {
  expect(owner.id).not.toBe("");
  await page.goto("/setup");
  await expect(page).toHaveURL(/\/sign-in$/);
  const again = { name: "Second", email: "second@example.test", password: "a long password" };
  const answer = await api("POST", "/api/setup", { body: again });
  expect(answer).toMatchObject({ status: 412, body: { code: 412 } });
});

test("without a session every page leads to the sign-in, and back to where one wanted to go", async ({
  page,
  owner,
}) => {
  for (const path of ["/team/users", "/team/service-users", `/team/users/${owner.id}`]) {
    await page.goto(path);
    await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(path)}`);
    await expect(page.getByText(owner.id)).toHaveCount(0);
  }
});

test("a token's days are 1 to 365, 30 at first, and the date they lead to is shown", async ({
  ownerPage: page,
  owner,
}) => {
  const written: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") written.push(request.url());
  });
  await page.goto(`/team/users/${owner.id}`);
  await page.getByTestId("access-token-open-modal").click();
  const dialog = page.getByRole("dialog", { name: "Create access token" });
  const days = page.getByTestId("access-token-expires-in");
  await expect(days).toHaveValue("30");
  for (const good of ["30", "1", "365"]) {
    await days.fill(good);
    const at = new Date(Date.now() + Number(good) * 86_400_000);
    const date = at.toLocaleDateString("en-GB", {
      timeZone: "Asia/Kathmandu",
      dateStyle: "medium",
    });
    await expect(dialog).toContainText(date);
  }
  await page.getByTestId("access-token-name").fill("never made");
  for (const bad of ["0", "366", "1.5", ""]) {
    await days.fill(bad);
    await page.getByTestId("create-access-token").click();
    await expect(dialog).toContainText("Enter a whole number of days from 1 to 365.");
    await expect(days).toHaveAttribute("aria-invalid", "true");
    await expect(days).toBeFocused();
  }
  expect(written).toEqual([]);
});
