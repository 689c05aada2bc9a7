import { expect, test } from "vitest";
import { revocationFilter } from "#lib/contract/token-revocations.ts";
import { EMPTY_CONDITIONS, filterOf } from "./matching-conditions.ts";

test("only conditions that were entered apply", () => {
  const owner = { id: "u", name: "Ci" };
  expect(filterOf(EMPTY_CONDITIONS)).toEqual({});
  expect(
    filterOf({ ...EMPTY_CONDITIONS, owner, unusedDays: " 90 ", usedFrom: "10.0.0.0/8 " }),
  ).toEqual({ user_id: "u", unused_for_days: 90, used_from: "10.0.0.0/8" });
  expect(filterOf({ ...EMPTY_CONDITIONS, all: true, owner })).toEqual({ all: true });
});

test.each(["x", "-1", "1.5", "0", "1e2"])("%s days are never a valid filter", (unusedDays) => {
  const filter = filterOf({ ...EMPTY_CONDITIONS, owner: { id: "u", name: "" }, unusedDays });
  expect(revocationFilter.safeParse(filter).success).toBe(false);
});
