import { expectAccessible } from "../fixtures/axe.ts";
import { createPerson, letWait } from "../fixtures/people.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

test("users, invites and their pages are clean and no wider than the window (B10, B13)", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const { token } = owner;
  const group = await api("POST", "/api/groups", { token, body: { name: "axe group" } });
  const person = await createPerson(api, token, "admin", "Person of a rather long name");
  const change = { role: "admin", auto_groups: [group.body.id], is_blocked: false };
  await api("PUT", `/api/users/${person.id}`, { token, body: change });
  await letWait(roost, (await createPerson(api, token, "user", "Waiting")).id);
  const email = "person.with.a.long.address@engineering.example.test";
  const made = await api("POST", "/api/users/invites", {
    token,
    body: { name: "Invited", email, role: "user", auto_groups: [] },
  });
  roost.remember(made.body.invite_token);
  await signInWithoutForm(page, roost, OWNER);
  await page.goto("/team/users");
  await expectAccessible(page, "people");
  await page.getByTestId("user-actions").first().click();
  await expectAccessible(page, "row menu");
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await expectAccessible(page, "rename");
  await page.keyboard.press("Escape");
  await page.getByTestId("open-invite-user-modal").click();
  await page.getByTestId("user-group-selector").click();
  await expect(page.getByRole("option").first()).toBeVisible();
  await expectAccessible(page, "invite user");
  await page.goto("/team/users?view=invites");
  await expectAccessible(page, "invites");
  await page.locator('[data-cy="regenerate-invite"]').first().click();
  await expectAccessible(page, "question for a new link");
  await page.getByTestId("confirmation.confirm").click();
  const link = page.getByText(/\/invite\/nbi_[0-9A-Za-z]{36}$/);
  roost.remember(((await link.textContent()) ?? "").replace(/^.*nbi_/, "nbi_"));
  await expectAccessible(page, "invite link");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.goto(`/team/users/${person.id}`);
  await expectAccessible(page, "person");
  await page.getByTestId("user-group-selector").click();
  await page.getByTestId("user-group-selector-search").fill("a new one");
  await expectAccessible(page, "groups");
  await page.keyboard.press("Escape");
  await page.getByLabel("Name", { exact: true }).fill("changed");
  await page.getByTestId("user-dropdown").click();
  await page.getByRole("menuitem", { name: "Your profile" }).click();
  await expectAccessible(page, "question for unsaved changes");
  await page.getByTestId("confirmation.confirm").click();
  await expect(page).toHaveURL(new RegExp(`/team/users/${owner.id}$`));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(OWNER.name);
  await expectAccessible(page, "own page");
});
