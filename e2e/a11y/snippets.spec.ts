import { expectAccessible } from "../fixtures/axe.ts";
import { readPlainToken } from "../fixtures/plain-token.ts";
import { expect, test } from "../fixtures/test.ts";

test("axe finds nothing on the way to a first token and its use", async ({
  ownerPage: page,
  roost,
}) => {
  await page.goto("/team/service-users");
  await page.getByTestId("open-service-user-modal").click();
  const name = `${"a long name of a service user ".repeat(5)}`;
  await page.getByTestId("service-user-name").fill(name);
  await expectAccessible(page, "create service user");
  await page.getByTestId("create-service-user-and-token").click();
  await expect(page.getByTestId("access-token-name")).toBeFocused();
  await page.getByTestId("create-access-token").click();
  await readPlainToken(page, roost);
  for (const way of ["curl", "GitLab"]) {
    await page.getByRole("tab", { name: way, exact: true }).click();
    await expectAccessible(page, way);
  }
  await page.getByTestId("access-token-copy-close").click();
  const guide = page.getByTestId("token-guide");
  await guide.getByText("Terraform", { exact: true }).click();
  await expectAccessible(page, "how to use a token");
});
