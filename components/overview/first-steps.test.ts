import { expect, test } from "vitest";
import { firstStepsOf } from "./first-steps.ts";

const NOTHING = {
  serviceUsers: 0,
  hasToken: false,
  hasUsedToken: false,
  people: 1,
  invites: 0,
  firstServiceUser: undefined,
};

const doneOf = (begun: Parameters<typeof firstStepsOf>[0]) =>
  firstStepsOf(begun)?.map(({ done }) => done);

test("a new installation has all its first steps before it", () => {
  expect(doneOf(NOTHING)).toEqual([false, false, false, false]);
});

test("a step is done once what it makes is there, and the token's step leads to who needs it", () => {
  const begun = { ...NOTHING, serviceUsers: 1, firstServiceUser: "/team/service-users/s1" };
  expect(doneOf(begun)).toEqual([true, false, false, false]);
  expect(firstStepsOf(begun)?.[1]?.href).toBe("/team/service-users/s1");
  expect(doneOf({ ...begun, hasToken: true, hasUsedToken: true })).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("all of it goes away once it is done, whether the colleague came or is invited", () => {
  const begun = { ...NOTHING, serviceUsers: 3, hasToken: true, hasUsedToken: true };
  expect(firstStepsOf({ ...begun, invites: 1 })).toBeNull();
  expect(firstStepsOf({ ...begun, people: 2 })).toBeNull();
});
