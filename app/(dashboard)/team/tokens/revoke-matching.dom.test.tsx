import { screen, within } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { byTestId, fill, press, rowsOf, textsOf, type User } from "#app/testing/find.ts";
import { addressNow, openPage } from "#app/testing/open-page.tsx";
import { database } from "#lib/db/database.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedToken, seedUser, TEST_PASSWORD } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { runRevocations } from "#lib/services/revocations/run-revocations.ts";

let owner: Member;
let account: SeededAccount;
let machine: string;
beforeEach(async () => {
  ({ owner, account } = await newInstallation());
  machine = (await seedUser(account, { role: "user", isServiceUser: true, name: "old box" })).id;
  for (const _ of [1, 2]) await seedToken(machine);
});

const started = () => database().read.tokenRevocation.count();
const run = () => runRevocations(new AbortController().signal);
const left = () => database().read.token.count({ where: { userId: machine } });
/** As if the password was entered too long ago. */
const forgetProof = () =>
  database().write((tx) => tx.session.updateMany({ data: { provenAt: null } }));

async function chooseOwner(user: User, name: string) {
  await press(user, "revoke-matching");
  await press(user, "matching-owner");
  await fill(user, await byTestId("matching-owner-search"), name);
  await user.click(await screen.findByRole("option", { name }));
  await press(user, "preview-matching");
}

test("tokens of a user are previewed, revoked after one confirmation and reported", async () => {
  const user = await openPage("/team/tokens", owner);
  await chooseOwner(user, "old box");
  const list = within(await screen.findByRole("list", { name: "Tokens that stop working" }));
  expect(list.getAllByRole("listitem")).toHaveLength(2);
  expect(await started()).toBe(0);
  expect(screen.queryByTestId("matching-password")).toBeNull();
  await user.click(await screen.findByRole("button", { name: "Revoke 2 access tokens" }));
  await screen.findByRole("progressbar", { name: "Access tokens revoked" });
  await expect.poll(() => document.activeElement).toBe(await byTestId("close-revocation"));
  expect(await left()).toBe(2);
  await run();
  await expect
    .poll(textsOf("revocation-report"), { timeout: 5000 })
    .toEqual(["2 access tokens revoked."]);
  expect(await left()).toBe(0);
  await expect.poll(() => rowsOf("old box")).toEqual([]);
  await press(user, "close-revocation");
  await expect.poll(() => document.activeElement).toBe(await byTestId("revoke-matching"));
});

test("an old sign-in asks for the password, and a wrong one revokes nothing", async () => {
  const user = await openPage("/team/tokens", owner);
  await forgetProof();
  await chooseOwner(user, "old box");
  await press(user, "start-revocation");
  const password = await byTestId("matching-password");
  await expect.poll(() => document.activeElement).toBe(password);
  await user.type(password, "a wrong password");
  await press(user, "start-revocation");
  await screen.findByText("Password is incorrect.");
  expect(await started()).toBe(0);
  await fill(user, password, TEST_PASSWORD);
  await press(user, "start-revocation");
  await byTestId("close-revocation");
  expect(await started()).toBe(1);
});

test("a reload shows the progress of a revocation again, and then its report", async () => {
  const user = await openPage("/team/tokens", owner);
  await chooseOwner(user, "old box");
  await press(user, "start-revocation");
  await expect.poll(addressNow).toMatch(/\?revocation=\w+$/);
  const again = await openPage(addressNow(), owner);
  await screen.findByRole("progressbar", { name: "Access tokens revoked" });
  await run();
  await expect
    .poll(textsOf("revocation-report"), { timeout: 5000 })
    .toEqual(["2 access tokens revoked."]);
  await press(again, "close-revocation");
  await expect.poll(addressNow).toBe("/team/tokens");
});

test("no condition and invalid ones are shown at their fields, and nothing matches", async () => {
  const user = await openPage("/team/tokens", owner);
  await press(user, "revoke-matching");
  await press(user, "preview-matching");
  await screen.findByText("Enter at least one condition.");
  await user.type(await byTestId("matching-used_from"), "10.0.0.1/8");
  await press(user, "preview-matching");
  await expect.poll(() => document.activeElement).toBe(await byTestId("matching-used_from"));
  expect(document.activeElement?.getAttribute("aria-invalid")).toBe("true");
  await fill(user, await byTestId("matching-used_from"), "10.0.0.0/8");
  await press(user, "preview-matching");
  await screen.findByText("No access tokens match.");
  expect(screen.queryByTestId("start-revocation")).toBeNull();
});

test.each([
  ["shows its report although no token is left", {}, /^\d+ access tokens revoked\.$/],
  ["says that an admin who was demoted sees it no longer", { role: "auditor" }, /can no longer/],
])("a revocation of all tokens %s", async (_, data, report) => {
  const admin = await seedMember(account, { role: "admin" });
  const user = await openPage("/team/tokens", admin);
  await press(user, "revoke-matching");
  await user.click(await screen.findByRole("radio", { name: /^Exists/ }));
  await press(user, "preview-matching");
  await press(user, "start-revocation");
  await byTestId("close-revocation");
  await database().write((tx) => tx.user.update({ where: { id: admin.id }, data }));
  await run();
  const shown = () => textsOf("revocation-report")().join();
  await expect.poll(shown, { timeout: 5000 }).toMatch(report);
  expect(await left()).toBe("role" in data ? 2 : 0);
  await expect.poll(() => rowsOf("old box")).toHaveLength("role" in data ? 2 : 0);
  expect(shown()).toMatch(report);
});

test("users who may not revoke the tokens of others are not offered it", async () => {
  const auditor = await seedMember(account, { role: "auditor" });
  await openPage("/team/tokens", auditor);
  await screen.findByRole("heading", { level: 1 });
  expect(screen.queryByTestId("revoke-matching")).toBeNull();
});
