import { beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedEvents, useTestSettings } from "#lib/dev/testing/seed.ts";
import type { Actor } from "../context.ts";
import { eventChoices } from "./filter-choices.ts";

beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
});

test("the choices of codes are those that occurred in the account", async () => {
  const [account, other] = [await seedAccount(), await seedAccount()];
  const at = new Date();
  // Their names are in another order than their codes.
  const codes = ["user.block", "group.add", "dashboard.login", "user.block", "group.add"];
  await seedEvents(
    account,
    codes.map((code) => ({ at, code })),
  );
  await seedEvents(other, [{ at, code: "group.delete" }]);
  const choices = async (accountId: string) =>
    (await eventChoices({ accountId, role: "owner", scopes: null } as Actor)).codes;
  expect((await choices(account.id)).toSorted()).toEqual([
    "dashboard.login",
    "group.add",
    "user.block",
  ]);
  expect(await choices(other.id)).toEqual(["group.delete"]);
  expect(await choices((await seedAccount()).id)).toEqual([]);
});
