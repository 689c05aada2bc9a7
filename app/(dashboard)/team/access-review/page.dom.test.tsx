import { screen, within } from "@testing-library/dom";
import { beforeAll, expect, test } from "vitest";
import { byTestId, notifications, press, rowOf, rowsOf } from "#app/testing/find.ts";
import { openPage } from "#app/testing/open-page.tsx";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { newInstallation } from "#lib/dev/testing/installation.ts";
import { type SeededAccount, seedToken, seedUser } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let owner: Member;
let account: SeededAccount;
beforeAll(async () => {
  ({ owner, account } = await newInstallation());
  await database().write((tx) =>
    tx.account.updateMany({ data: { settings: { accessReviewDays: 30 } } }),
  );
});

async function oldMachine(name: string): Promise<string> {
  const { id } = await seedUser(account, { role: "admin", isServiceUser: true, name });
  const data = { createdAt: new Date(Date.now() - 40 * DAY_MS) };
  await database().write((tx) => tx.user.update({ where: { id }, data }));
  return id;
}

const reviewOf = (id: string) =>
  database().read.user.findUniqueOrThrow({ where: { id }, select: { reviewedBy: true } });

test("a row says what a service user holds, and what of that it never used", async () => {
  const id = await oldMachine("holder");
  await seedToken(id, { scopes: ["users:write", "groups:read"] });
  await openPage("/team/access-review", owner);
  const row = within(await rowOf("holder"));
  row.getByText("3 held, 0 used");
  expect(row.getByTestId("unused-sensitive").textContent).toBe("Unused: writes users");
  row.getByText(/^Due/);
});

test("a row names one unused sensitive right, with all of them in its title", async () => {
  const id = await oldMachine("powerful");
  await seedToken(id, { name: "as its role" });
  await oldMachine("tokenless");
  await openPage("/team/access-review", owner);
  const unused = within(await rowOf("powerful")).getByTestId("unused-sensitive");
  expect(unused.textContent).toMatch(/^Unused: writes [^,]+, \d+ more$/);
  expect(within(unused).getByTitle(/users/).title.split(",").length).toBeGreaterThan(4);
  within(await rowOf("tokenless")).getByText("No active tokens");
});

test("a confirmation takes the row out of those due and goes on to the next", async () => {
  const first = await oldMachine("one of two");
  const second = await oldMachine("two of two");
  const user = await openPage("/team/access-review?due=true&sort=name&search=of%20two", owner);
  await press(user, "confirm-review", await rowOf("one of two"));
  await expect.poll(() => notifications().join()).toMatch(/one of two.* confirmed/);
  await expect.poll(() => rowsOf("one of two")).toEqual([]);
  expect(document.activeElement?.getAttribute("aria-label")).toMatch(/two of two/);
  expect((await reviewOf(first)).reviewedBy).toBe(owner.id);
  await user.keyboard("{Enter}");
  await screen.findByText("None of them is due for review.");
  expect((await reviewOf(second)).reviewedBy).toBe(owner.id);
  expect(document.activeElement).toBe(await byTestId("table-search-input"));
});

test("the menu of a row leads to its tokens and blocks it", async () => {
  const id = await oldMachine("suspect");
  const user = await openPage("/team/access-review?search=suspect", owner);
  await press(user, "review-actions", await rowOf("suspect"));
  const unused = await screen.findByRole("menuitem", { name: "Revoke unused tokens" });
  expect(unused.getAttribute("href")).toBe(`/team/tokens?user_id=${id}&state=unused`);
  await user.click(screen.getByRole("menuitem", { name: "Block" }));
  await user.click(await screen.findByRole("button", { name: "Block service user" }));
  await expect.poll(() => rowsOf("Blocked").length).toBe(1);
});

test("who only reads users sees no rights, and the reason not to confirm", async () => {
  await oldMachine("seen by auditors");
  const auditor = await seedMember(account, { role: "auditor" });
  await openPage("/team/access-review?search=auditors", auditor);
  const row = within(await rowOf("seen by auditors"));
  expect(row.queryByText(/held/)).toBeNull();
  const confirm = await row.findByTestId("confirm-review");
  expect(confirm.getAttribute("aria-disabled")).toBe("true");
});
