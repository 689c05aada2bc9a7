import { expectAccessible } from "../fixtures/axe.ts";
import { createPerson, markGenerated } from "../fixtures/people.ts";
import { expect, signInWithoutForm, test } from "../fixtures/test.ts";

test("axe finds nothing on the change of a generated password", async ({
  page,
  roost,
  owner,
  api,
}) => {
  const person = await createPerson(api, owner.token, "user", `Long ${"name ".repeat(12)}`.trim());
  await signInWithoutForm(page, roost, person);
  await page.goto("/");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Current password is required.")).toBeVisible();
  await expectAccessible(page, "change of a generated password");
  await markGenerated(roost, person.email, new Date(0));
  await page.reload();
  await expect(page.getByText("has expired")).toBeVisible();
  await expectAccessible(page, "change of an expired password");
});
