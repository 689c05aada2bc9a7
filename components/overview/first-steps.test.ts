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

test("a new installation has all first steps open", () => {
  expect(doneOf(NOTHING)).toEqual([false, false, false, false]);
});

test("a step is done once its object exists, and the token step links to the first service user", () => {
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

test("the first steps disappear when done; an invite counts as a colleague", () => {
  const begun = { ...NOTHING, serviceUsers: 3, hasToken: true, hasUsedToken: true };
  expect(firstStepsOf({ ...begun, invites: 1 })).toBeNull();
  expect(firstStepsOf({ ...begun, people: 2 })).toBeNull();
});
