import { startInstallation } from "../fixtures/installation.ts";
import { removeFolder } from "../fixtures/server.ts";
import { expect, OWNER, signInWithoutForm, test } from "../fixtures/test.ts";

test("the account is deleted only with the owner's email typed, and then asks for a code", async ({
  page,
}) => {
  const server = await startInstallation();
  const call = (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init);
  await call("/api/setup", { method: "POST", body: JSON.stringify(OWNER) });
  const roost = { ...server, remember: (secret: string) => secret };
  await signInWithoutForm(page, roost, OWNER);
  await page.goto(`${server.url}/settings`);
  const open = page.getByRole("button", { name: "Delete account" });
  await open.click();
  const dialog = page.getByRole("dialog", { name: "Delete the account?" });
  await expect(dialog).toContainText("1 user, 0 service users, and 0 access tokens");
  await expect(dialog).toContainText("npm run admin -- setup-code");
  await page.keyboard.press("Escape");
  await expect(open).toBeFocused();
  await open.click();
  const typed = dialog.getByLabel("Your email");
  await typed.fill("someone@example.test");
  await typed.press("Enter");
  await expect(dialog.getByRole("alert")).toHaveText("This is not your email address.");
  await typed.fill(OWNER.email.toUpperCase());
  await dialog.getByTestId("confirmation.confirm").click();
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByLabel("Setup code")).toBeVisible();
  expect(await server.stop()).toBe(0);
  await removeFolder(server);
});
